"""Hold what `verify` finds in labelled documents against their labels."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from ingest.answer.check import Check
from ingest.answer.document import from_bytes
from ingest.answer.knowledge import Knowledge
from ingest.answer.output import as_json

DOCUMENTS = Path(__file__).parent / "documents"


@dataclass
class Score:
    """Counts over labelled documents, and every miss in words."""

    wanted: int = 0
    found: int = 0
    bound: int = 0
    right: int = 0
    verdicts_right: int = 0
    false_contradictions: int = 0
    wrong_repairs: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of the labelled figures with an owner that were found and bound to it, in the right metric."""
        return self.found / max(self.wanted, 1)

    @property
    def precision(self) -> float:
        """Share of the figures bound by `verify` that are labelled so."""
        return self.right / max(self.bound, 1)


def labelled(name: str) -> list[dict[str, Any]]:
    """Return the documents of a file with their labels."""
    return list(yaml.safe_load((DOCUMENTS / f"{name}.yml").read_text("utf-8")))


def check(document: dict[str, Any], knowledge: Knowledge) -> dict[str, Any]:
    """Return what `verify --json` prints about a labelled document."""
    content = from_bytes(document["text"].encode(), document["id"], document.get("format", "text"))
    return as_json(Check(content, knowledge).report())


def score(documents: list[dict[str, Any]], knowledge: Knowledge) -> Score:
    """Return how well the labels of all documents are met."""
    total = Score()
    for document in documents:
        _add(total, document, check(document, knowledge))
    return total


def _add(total: Score, document: dict[str, Any], report: dict[str, Any]) -> None:
    name = document["id"]
    left = list(report["figures"])
    for line, printed, platforms, metric, verdict, more in document["figures"]:
        same = [f for f in left if f["line"] == line and _plain(f["printed"]) == _plain(printed)]
        found = next(iter([f for f in same if sorted(f["platforms"]) == sorted(platforms)] or same), None)
        if found is not None:
            left.remove(found)
        owned = bool(platforms)
        total.wanted += owned
        is_bound = found is not None and bool(found["platforms"]) and found["verdict"] != "unbound"
        total.bound += is_bound
        right = (
            found is not None
            and sorted(found["platforms"]) == sorted(platforms)
            and found["metric"] == metric
            and owned
        )
        total.found += right
        total.right += is_bound and right
        agreed = found is not None and found["verdict"] == verdict
        total.verdicts_right += agreed
        bound_right = found is None or "bound" not in more or found["bound"] == more["bound"]
        cited_right = found is None or "citations" not in more or found["citations"] == more["citations"]
        if found is not None and found["verdict"] == "contradicted" and verdict != "contradicted":
            total.false_contradictions += 1
        if (owned and not right) or (not agreed and (owned or found is not None)) or not bound_right or not cited_right:
            got = found and {k: found[k] for k in ("platforms", "metric", "verdict", "bound", "citations", "reason")}
            total.misses.append(f"{name}:{line} {printed}: wanted {platforms} {metric} {verdict} {more}; got {got}")
    for extra in left:
        is_bound = bool(extra["platforms"]) and extra["verdict"] != "unbound"
        total.bound += is_bound
        total.false_contradictions += extra["verdict"] == "contradicted"
        total.misses.append(
            f"{name}:{extra['line']} {extra['printed']}: not labelled; got {extra['platforms']} {extra['verdict']}"
        )
    for label, (status, url) in document.get("citations", {}).items():
        got = next((c for c in report["citations"] if c["n"] == label), None)
        if (
            got is None
            or got["status"] != status
            or (status != "unrepairable" and status != "unknown" and got["url"] != url)
        ):
            total.misses.append(
                f"{name} [{label}]: wanted {status} {url}; got {got and (got['status'], got['url'], got['reason'])}"
            )
        if got and got["status"] == "repaired" and got["url"] != url:
            total.wrong_repairs += 1
    told = {(r["line"], *r["left"], r["order"], *r["right"], r["metric"], r["verdict"]) for r in report["relations"]}
    for line, left, order, right, metric, verdict in document.get("relations", []):
        if (line, *sorted(left), order, *sorted(right), metric, verdict) not in told:
            total.misses.append(f"{name}:{line}: no comparison {left} {order} {right} in {metric}, {verdict}")
    kinds = {finding["kind"] for finding in report["findings"]}
    for kind in document.get("findings", []):
        if kind not in kinds:
            total.misses.append(f"{name}: no finding {kind}")


def _plain(text: str) -> str:
    return " ".join(text.split())
