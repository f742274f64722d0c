"""Documents written for the purpose, labelled by a careful reader: how much of it is found, and how much of what is found is right."""

from __future__ import annotations

from contextlib import closing

import pytest
from answers.measure import DOCUMENTS, labelled, score

from ingest.answer.knowledge import load
from ingest.query import connect

SETS = sorted(path.stem for path in DOCUMENTS.glob("*.yml"))
# These were written for all platforms of the base, and are judged by it; a figure that changes there may change a label here.
BY_THE_REAL_BASE = ("f-", "g-")
MISSES = 0.03  # share of the labelled figures that may differ from their labels in anything
MISSES_BY_THE_REAL_BASE = 0.12


@pytest.fixture(scope="module")
def knowledge(answers_kb, real_kb, request):
    kb = real_kb if request.param.startswith(BY_THE_REAL_BASE) else answers_kb
    with closing(connect(kb)) as connection:
        return load(connection)


each_set = pytest.mark.parametrize(
    ("knowledge", "name"), [(name, name) for name in SETS], ids=SETS, indirect=["knowledge"]
)


def test_there_are_enough_documents_in_enough_languages_half_of_them_adversarial():
    documents = [document for name in SETS for document in labelled(name)]
    assert len(documents) >= 25
    assert len({document["lang"] for document in documents}) >= 8
    assert sum(bool(document.get("adversarial")) for document in documents) >= len(documents) / 2


@each_set
def test_figures_are_found_and_bound_rightly(knowledge, name):
    found = score(labelled(name), knowledge)
    assert found.recall >= 0.95, found.misses
    assert found.precision >= 0.98, found.misses


@each_set
def test_nothing_true_is_called_contradicted_and_no_address_is_repaired_wrongly(knowledge, name):
    found = score(labelled(name), knowledge)
    assert (found.false_contradictions, found.wrong_repairs) == (0, 0), found.misses


@each_set
def test_verdicts_marks_citations_and_findings_are_as_labelled(knowledge, name):
    found = score(labelled(name), knowledge)
    allowed = MISSES_BY_THE_REAL_BASE if name.startswith(BY_THE_REAL_BASE) else MISSES
    assert len(found.misses) <= allowed * found.wanted, found.misses
