"""kb.db -> the measurements that calibration may use, as observations."""

from __future__ import annotations

import sqlite3

from ingest.calibrate.model import Observation
from ingest.query import rows

TIMES = (
    "weights_ms",
    "cache_ms",
    "compute_ms",
    "attention_ms",
    "vector_ms",
    "attention_vector_ms",
    "layers",
    "expert_layers",
    "state_layers",
    "window_layers",
)
_OBSERVED = """
SELECT r.measurement_id, l.*, l.made * 1000.0 / r.measured_tok_s AS measured_ms
FROM residuals AS r JOIN loads AS l ON l.case_id = r.measurement_id
WHERE r.kept_out IS NULL AND r.phase = ? AND l.weights_ms IS NOT NULL AND l.compute_ms IS NOT NULL
ORDER BY r.measurement_id
"""


def observations(connection: sqlite3.Connection, phase: str) -> list[Observation]:
    """Return every measurement of a phase that no rule keeps out, in the order of their ids."""
    found = []
    for row in rows(connection, _OBSERVED, phase):
        on = f"{row['runtime']} on {row['hardware']}"
        found.append(
            Observation(
                measurement_id=row["measurement_id"],
                platform_id=row["platform_id"],
                chip_id=row["chip_id"],
                hardware=row["hardware"],
                routing=row["routing"],
                names={
                    "runtime": row["runtime"],
                    "engine": f"{row['runtime']}, {row['engine']}",
                    "architecture": row["architecture"],
                    # Bins of a chip, and cards that share it, have their memory in common.
                    "memory": row["memory"],
                    "runtime on architecture": f"{row['runtime']} on {row['architecture']}",
                    "engine on architecture": f"{row['runtime']}, {row['engine']} on {row['architecture']}",
                    "runtime on maker": f"{row['runtime']} on {row['maker']}",
                    "runtime on hardware": on,
                    "runtime and routing": f"{row['runtime']}, {row['routing']}",
                    "routing": f"{on}, {row['routing']}",
                    "runtime and packing": f"{row['runtime']}, {row['packing']}",
                    # A CPU unpacks on the cores that multiply; other processors hide it behind the multiplications.
                    "packing on CPUs": f"{row['runtime']}, {row['packing']}"
                    if row["hardware"] == "CPU"
                    else "other processors",
                    "maker and rate": f"{row['maker']}, {row['basis']}",
                    "runtime and rate": f"{row['runtime']}, {row['basis']}",
                    "architecture and rate": f"{row['architecture']}, {row['basis']}",
                },
                times={name: float(row[name]) for name in TIMES},
                measured_ms=float(row["measured_ms"]),
            )
        )
    return found
