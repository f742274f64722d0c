"""`calibration.yml` -> what `specproof calibrate` learnt from the measurements: factors, and how far they miss."""

from __future__ import annotations

from ingest.read.entry import Entry
from ingest.records import Base, Calibration, Score
from ingest.textyaml import Mapping


def read_calibration(root: Entry, base: Base) -> None:
    """Fill `base.calibrations` and `base.scores`. Measurements must have been read."""
    root.text("note")
    for item in root.items("factors"):
        if not isinstance(item, Mapping):
            root.problem("each item of factors is a mapping", "factors")
            continue
        entry = Entry(item, root.path, root.findings)
        base.calibrations.append(
            Calibration(
                phase=entry.need("phase"),
                quantity=entry.need("quantity"),
                level=entry.need("level"),
                name=entry.need("name"),
                factor=entry.number("factor", required=True) or 0.0,
                measurements=int(entry.number("measurements", required=True) or 0),
                platforms=int(entry.number("platforms", required=True) or 0),
            )
        )
        entry.finish()
    for item in root.items("scores"):
        if not isinstance(item, Mapping):
            root.problem("each item of scores is a mapping", "scores")
            continue
        entry = Entry(item, root.path, root.findings)
        score = Score(
            phase=entry.need("phase"),
            subset=entry.need("subset"),
            measurements=int(entry.number("measurements", required=True) or 0),
            platforms=int(entry.number("platforms", required=True) or 0),
            median_error=entry.number("median_error", required=True) or 0.0,
            p90_error=entry.number("p90_error", required=True) or 0.0,
            worst_error=entry.number("worst_error", required=True) or 0.0,
            coverage=entry.number("coverage", required=True) or 0.0,
            worst_measurement_id=entry.need("worst"),
        )
        if score.worst_measurement_id in base.measurements:
            base.scores[score.phase, score.subset] = score
        else:
            entry.problem("the measurement is not in data/measurements any more; run specproof calibrate", "worst")
        entry.finish()
    root.finish()
