"""How much memory a model takes: the same as the step of any load says once its windows are full."""

from __future__ import annotations

import pytest


def test_a_size_is_what_the_steps_of_workloads_keep(ask, real_kb):
    found = ask(
        "SELECT s.stored_gb, s.kv_stored_gb, z.weights_gb,"
        " w.batch * (z.kv_fixed_gb + z.kv_gb_per_token * (w.context + w.prompt + w.generated)) AS kv_gb"
        " FROM workloads AS w JOIN steps AS s ON s.id = w.step_id JOIN sizes AS z ON z.model_id = w.model_id AND z.recipe_id = w.recipe_id",
        of=real_kb,
    )
    assert len(found) > 25
    for row in found:
        assert row["weights_gb"] == pytest.approx(row["stored_gb"])
        assert row["kv_gb"] == pytest.approx(row["kv_stored_gb"], abs=1e-9)


def test_a_sequence_whose_windows_are_not_full_takes_no_more_than_its_size_says(ask, real_kb):
    found = ask(
        "SELECT s.kv_stored_gb, m.batch * (z.kv_fixed_gb + z.kv_gb_per_token * (m.context + COALESCE(m.generated_tokens, 0))) AS kv_gb"
        " FROM measurements AS m"
        " JOIN steps AS s ON s.id = m.step_id JOIN sizes AS z ON z.model_id = m.model_id AND z.recipe_id = m.recipe_id"
        " WHERE m.phase = 'decode' AND m.context IS NOT NULL AND m.batch IS NOT NULL AND COALESCE(m.conditions, '') NOT LIKE '%kv=%'",
        of=real_kb,
    )
    assert len(found) > 100
    assert all(row["kv_stored_gb"] <= row["kv_gb"] + 1e-9 for row in found)
