"""Documents written for the purpose, labelled by a careful reader: how much of it is found, and how much of what is found is right."""

from __future__ import annotations

from contextlib import closing

import pytest
from answers.measure import DOCUMENTS, labelled, score

from ingest.answer.knowledge import load
from ingest.query import connect

SETS = sorted(path.stem for path in DOCUMENTS.glob("*.yml"))


@pytest.fixture(scope="module")
def knowledge(answers_kb):
    with closing(connect(answers_kb)) as connection:
        return load(connection)


def test_there_are_enough_documents_in_enough_languages_half_of_them_adversarial():
    documents = [document for name in SETS for document in labelled(name)]
    assert len(documents) >= 25
    assert len({document["lang"] for document in documents}) >= 8
    assert sum(bool(document.get("adversarial")) for document in documents) >= len(documents) / 2


@pytest.mark.parametrize("name", SETS)
def test_figures_are_found_and_bound_rightly(knowledge, name):
    found = score(labelled(name), knowledge)
    assert found.recall >= 0.95, found.misses
    assert found.precision >= 0.98, found.misses


@pytest.mark.parametrize("name", SETS)
def test_nothing_true_is_called_contradicted_and_no_address_is_repaired_wrongly(knowledge, name):
    found = score(labelled(name), knowledge)
    assert (found.false_contradictions, found.wrong_repairs) == (0, 0), found.misses


@pytest.mark.parametrize("name", SETS)
def test_verdicts_marks_citations_and_findings_are_as_labelled(knowledge, name):
    found = score(labelled(name), knowledge)
    assert len(found.misses) <= 0.03 * found.wanted, found.misses
