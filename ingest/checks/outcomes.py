"""Rules about what is derived: each is a query that returns the rows that are wrong."""

from __future__ import annotations

from ingest.checks.registry import OUTCOMES, Outcome

OUTCOMES.append(
    Outcome(
        name="measurement-is-below-its-ceiling",
        level="error",
        meaning="Ensure that nothing is measured faster than the hardware allows, guessing ahead and shared prompts aside.",
        sql="""
SELECT m.file, m.line, m.id,
  'measured ' || m.printed || ' ' || m.unit || ', but the ceiling is ' || CAST(CAST(r.ceiling_tok_s * 10 AS INTEGER) / 10.0 AS VARCHAR(20))
  || ' tok/s; the recipe, the platform or the ceiling is wrong. Mend it, or explain ' || m.id || ' in exceptions.yml'
FROM residuals AS r JOIN measurements AS m ON m.id = r.measurement_id
WHERE r.share_of_ceiling > 1 AND ' ' || COALESCE(m.conditions, '') || ' ' NOT LIKE '% speculative %'
  AND ' ' || COALESCE(m.conditions, '') || ' ' NOT LIKE '% prefix-cache %'
""",
    )
)
