"""The data itself: sound, and as much of it as we promise."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import checks
from ingest.quantity import QuantityError
from ingest.read import read
from ingest.read.platforms import read_figure

ROOT = Path(__file__).parent.parent


def test_the_data_has_no_errors():
    assert [str(finding) for finding in checks.run(read(ROOT / "data")) if finding.level == "error"] == []


@pytest.mark.parametrize(
    ("sql", "floor"),
    [
        ("SELECT COUNT(*) AS n FROM platforms", 45),
        ("SELECT COUNT(*) AS n FROM claims", 700),
        ("SELECT COUNT(*) AS n FROM prices", 80),
        ("SELECT COUNT(*) AS n FROM sources", 120),
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
    ids=["platforms", "claims", "prices", "sources", "disputes with both sides"],
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
