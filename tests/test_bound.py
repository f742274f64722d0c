"""Any case, asked on the command line or in a file."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ingest.__main__ import main
from ingest.calibrate.model import DECODE, Model, Observation

HEADER = "platform,model,recipe,weights_bytes,active_bytes,phase,batch,prompt,context,devices"


def bound(kb: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["bound", "--kb", str(kb), *arguments])


def answers(kb: Path, tmp_path: Path, *lines: str, header: str = HEADER) -> list[dict[str, str]]:
    file = tmp_path / "cases.csv"
    file.write_text("\n".join([header, *lines]) + "\n", "utf-8")
    result = bound(kb, "--cases", str(file))
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.output)))


def test_a_case_that_is_a_workload_gets_the_bound_of_the_table(kb, ask):
    result = bound(kb, "Bolt 9000 24GB", "--model", "Round 12B", "--recipe", "w4", "--context", "10000")
    (stored,) = ask(
        "SELECT * FROM bounds WHERE platform_id = 'bolt-9000-24gb' AND workload_id = 'write' AND devices = 1"
    )
    assert result.exit_code == 0
    assert f"= {stored['ceiling_tok_s']:,.2f} tok/s" in result.output
    assert f"{stored['estimate_tok_s']:,.2f} tok/s, about four of five between" in result.output


def test_the_calculation_names_every_input_with_its_source(kb):
    output = bound(kb, "bolt-9000-24gb", "--model", "round-12b", "--recipe", "w4", "--context", "100").output
    for said in (
        "1344 GB/s",
        "https://example.org/bolt/datasheet.pdf",
        "hidden_size 10,000",
        "4 bits a weight",
        "our own assumption",
    ):
        assert said in output, output


def test_two_devices_share_bytes_and_exchange_results(kb):
    one = answers_of(kb, "1")
    two = answers_of(kb, "2")
    assert one < two < 2 * one


def answers_of(kb: Path, devices: str) -> float:
    import json

    result = bound(kb, "bolt-9000-24gb", "--model", "round-12b", "--recipe", "w4", "--devices", devices, "--json")
    return float(json.loads(result.output)["bounds"]["ceiling_tok_s"])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["Bolt 9000", "--model", "round-12b", "--recipe", "w4"], "fits several: bolt-9000-24gb"),
        (["Bolt 9001", "--model", "round-12b", "--recipe", "w4"], "is not known"),
        (["desk-10", "--model", "square", "--recipe", "w4"], 'model "square" is not known'),
        (["desk-10", "--model", "round-12b", "--recipe", "w5"], 'recipe "w5" is not known'),
        (["desk-10", "--model", "round-12b"], "a recipe is missing"),
        (["desk-10", "--model", "round-12b", "--recipe", "w4", "--batch", "0"], "above 0"),
        (["desk-10", "--model", "round-12b", "--recipe", "w4", "--devices", "two"], "not a whole number"),
        (["desk-10", "--model", "round-12b", "--recipe", "w4", "--phase", "sleep"], 'phase "sleep"'),
        (["desk-10", "--model", "round-12b", "--recipe", "w4", "--phase", "prefill"], "needs a prompt"),
        (
            ["desk-10", "--model", "round-12b", "--recipe", "w4", "--engine", "nosuch"],
            'engine "nosuch" was never measured',
        ),
        (
            ["desk-10", "--model", "round-12b", "--recipe", "w4", "--phase", "training", "--prompt", "9"],
            "says what is trained",
        ),
        ([], "platform is missing"),
    ],
)
def test_what_cannot_be_resolved_is_said_and_nothing_is_guessed(kb, arguments, says):
    result = bound(kb, *arguments)
    assert (result.exit_code, isinstance(result.exception, SystemExit)) == (2, True)
    assert says in result.output


def test_a_file_of_cases_is_answered_row_by_row(kb, tmp_path):
    rows = answers(
        kb,
        tmp_path,
        "Bolt 9000 24GB,Round 12B,w4,,,decode,1,,10000,1",
        "bolt-9000-24gb,round-12b,w16,,,prefill,1,1000,,1",
        "Bolt 9000,round-12b,w4,,,decode,1,,,1",
        "zap-10,round-12b,w4,,,decode,1,,,1",
        "bolt-9000-48gb,round-12b,,7000000000,3000000000,decode,1,,,1",
    )
    assert [row["bound_type"] for row in rows] == ["memory", "capacity", "", "unknown", "memory"]
    assert float(rows[0]["ceiling_tok_s"]) == pytest.approx(215.0, rel=1e-3)
    assert float(rows[0]["estimate_low"]) < float(rows[0]["estimate_tok_s"]) < float(rows[0]["estimate_high"])
    assert "2 devices would hold it" in rows[1]["reason"]
    assert "fits several" in rows[2]["reason"]
    assert rows[3]["reason"] == "nobody has published memory_capacity, memory_bandwidth"
    assert float(rows[4]["ceiling_tok_s"]) == pytest.approx(1344 / 3, rel=1e-3)


def test_a_row_with_a_cell_too_many_is_not_answered(kb, tmp_path):
    rows = answers(kb, tmp_path, "bolt-9000-24gb,round-12b,w4,extra", header="platform,model,recipe")
    assert "another number of cells" in rows[0]["reason"]


def test_a_link_that_nobody_published_is_what_is_missing_for_two_devices(kb, tmp_path):
    rows = answers(kb, tmp_path, "bolt-9000-laptop,round-12b,w4,,,decode,1,,,2")
    assert (rows[0]["bound_type"], rows[0]["estimate_tok_s"]) == ("unknown", "")
    assert "nvlink_per_direction" in rows[0]["reason"]


def test_an_estimate_for_many_sequences_has_no_interval_and_says_so(kb, tmp_path):
    rows = answers(kb, tmp_path, "bolt-9000-24gb,round-12b,w4,,,decode,8,,,1")
    assert rows[0]["estimate_tok_s"] != ""
    assert (rows[0]["estimate_low"], rows[0]["reason"][:11]) == ("", "no interval")


def test_a_file_with_columns_that_mean_nothing_is_refused(kb, tmp_path):
    file = tmp_path / "cases.csv"
    file.write_text("platform,model,speed\n")
    result = bound(kb, "--cases", str(file))
    assert result.exit_code == 1
    assert "not speed" in result.output


def test_a_file_that_is_no_text_is_refused(kb, tmp_path):
    file = tmp_path / "cases.csv"
    file.write_bytes(b"platform,model\n\xff\xfe,x\n")
    result = bound(kb, "--cases", str(file))
    assert result.exit_code == 1
    assert "not a CSV file in UTF-8" in result.output


def observation(number: int, weights_ms: float, measured_ms: float, hardware: str = "acme card") -> Observation:
    names = {name: f"{name} of {hardware}" for name in {level.level for term in DECODE for level in term.levels}}
    times = {term.time: 0.0 for term in DECODE} | {"weights_ms": weights_ms, "layers": 32.0}
    return Observation(f"m{number}", f"p{number}", f"p{number}", hardware, "dense", names, times, measured_ms)


def test_a_fit_finds_the_efficiency_and_the_fixed_time_that_made_the_measurements():
    seen = [
        observation(n, ms, 1.0 + 32 * 0.02 + ms / 0.8) for n, ms in enumerate((0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256))
    ]
    model = Model("decode", seen)
    logs = model.fit([1.0] * len(seen))
    assert model.predicted_ms(logs) == pytest.approx([o.measured_ms for o in seen], rel=0.06)


def test_no_fit_streams_faster_than_the_rated_bandwidth():
    seen = [observation(n, ms, ms / 1.5) for n, ms in enumerate((10, 20, 40, 80, 160))]
    model = Model("decode", seen)
    predicted = model.predicted_ms(model.fit([1.0] * len(seen)))
    assert all(ms >= o.times["weights_ms"] for ms, o in zip(predicted, seen, strict=True))


def test_hardware_that_was_never_measured_gets_the_general_factors():
    seen = [observation(n, ms, ms / 0.5) for n, ms in enumerate((10, 20, 40, 80, 160))]
    model = Model("decode", [*seen, observation(9, 100, 1000, "other card")])
    logs = model.fit([1.0] * 5 + [0.0])
    assert 100 / 0.9 < model.predicted_ms(logs)[-1] < 100 / 0.4
