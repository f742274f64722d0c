"""The data itself: sound, and as much of it as we promise."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from ingest import calibrate, checks
from ingest.dossier import dossier
from ingest.quantity import QuantityError
from ingest.query import connect, rows
from ingest.read import read
from ingest.read.platforms import read_figure
from ingest.show import text

ROOT = Path(__file__).parent.parent


def test_the_data_has_no_errors():
    assert [str(finding) for finding in checks.run(read(ROOT / "data")) if finding.level == "error"] == []


@pytest.mark.parametrize(
    ("sql", "floor"),
    [
        ("SELECT COUNT(*) AS n FROM platforms", 280),
        ("SELECT COUNT(*) AS n FROM claims", 6_000),
        ("SELECT COUNT(*) AS n FROM prices", 300),
        ("SELECT COUNT(*) AS n FROM sources", 1_200),
        ("SELECT COUNT(*) AS n FROM models WHERE missing IS NULL", 70),
        ("SELECT COUNT(*) AS n FROM measurements", 8_000),
        ("SELECT COUNT(DISTINCT platform_id) AS n FROM measurements", 160),
        (
            """
            SELECT COUNT(*) AS n
            FROM disputes AS d
            JOIN claims AS chosen ON chosen.id = d.chosen_claim_id AND chosen.source_id = d.chosen_source_id
            JOIN claims AS other ON other.id = d.other_claim_id AND other.source_id = d.other_source_id
            WHERE d.status IN ('open', 'settled', 'superseded')
            """,
            20,
        ),
    ],
    ids=[
        "platforms",
        "claims",
        "prices",
        "sources",
        "models",
        "measurements",
        "measured platforms",
        "disputes with both sides",
    ],
)
def test_there_is_as_much_as_we_promise(ask, real_kb, sql, floor):
    assert ask(sql, of=real_kb)[0]["n"] >= floor


def test_1344_confirms_1_3_and_refutes_1_4(ask, real_kb):
    (found,) = ask("SELECT tolerance FROM metrics WHERE id = 'memory_bandwidth'", of=real_kb)
    assert 1343.5 * (1 - found["tolerance"]) < 1350  # 1.3 TB/s may mean 1250 to 1350 GB/s
    assert 1344.5 * (1 + found["tolerance"]) < 1350 * (1 - found["tolerance"])  # 1.4 TB/s may mean 1350 to 1450 GB/s


def test_a_fact_is_disputed_exactly_where_a_dispute_is_open(ask, real_kb):
    disputed = ask("SELECT claim_id FROM facts WHERE disputed = 1 ORDER BY claim_id", of=real_kb)
    unsettled = "SELECT DISTINCT chosen_claim_id AS claim_id FROM disputes WHERE status = 'open' ORDER BY claim_id"
    assert disputed == ask(unsettled, of=real_kb)


def test_no_measurement_is_above_its_ceiling_but_those_that_are_explained(ask, real_kb):
    above = ask(
        "SELECT r.measurement_id AS id FROM residuals AS r JOIN measurements AS m ON m.id = r.measurement_id WHERE r.share_of_ceiling > 1"
        " AND COALESCE(m.conditions, '') NOT LIKE '%speculative%' AND COALESCE(m.conditions, '') NOT LIKE '%prefix-cache%'",
        of=real_kb,
    )
    assert {row["id"] for row in above} == {excuse.at for excuse in read(ROOT / "data").excuses}


def test_the_calibration_is_what_the_measurements_say(real_kb):
    with closing(connect(real_kb)) as connection:
        assert calibrate.apart(connection, read(ROOT / "data").calibrations) < calibrate.TOLERATED


def test_no_estimate_passes_its_ceiling_or_leaves_its_interval(ask, real_kb):
    wrong = "estimate_tok_s > ceiling_tok_s * 1.000001 OR estimate_low > estimate_tok_s OR estimate_tok_s > estimate_high * 1.000001"
    assert ask(f"SELECT * FROM bounds WHERE {wrong}", of=real_kb) == []


def test_an_unknown_bound_names_what_is_missing_and_a_known_one_misses_nothing(ask, real_kb):
    assert ask("SELECT * FROM bounds WHERE (bound_type = 'unknown') <> (COALESCE(missing, '') <> '')", of=real_kb) == []


def test_no_rate_whose_sparsity_is_not_stated_enters_a_formula(ask, real_kb):
    assert ask("SELECT * FROM formula_inputs WHERE input LIKE '%_unlabelled'", of=real_kb) == []


def test_every_metric_shows_a_good_and_a_bad_example(ask, real_kb):
    assert (
        ask("SELECT id FROM metrics WHERE unit IS NOT NULL AND (example IS NULL OR bad_example IS NULL)", of=real_kb)
        == []
    )


def test_every_good_example_is_read_and_every_bad_one_refused():
    for metric in read(ROOT / "data").metrics.values():
        if metric.example:
            said = read_figure(metric.example, metric)
            assert said.value is None or metric.kind == "date" or metric.low <= said.value <= metric.high, metric.id
        if metric.bad_example:
            with pytest.raises(QuantityError):
                read_figure(metric.bad_example, metric)


def test_every_platform_can_be_shown(real_kb):
    with closing(connect(real_kb)) as connection:
        for row in rows(connection, "SELECT id, name FROM platforms"):
            found = dossier(connection, row["id"])
            assert found is not None
            assert text(found).startswith(row["name"])
