-- residuals: one row is a measurement beside its ceiling and its estimate. kept_out names the rule that keeps it out of calibration and
-- scores; it still stands here.
SELECT
  m.id AS measurement_id,
  m.platform_id,
  m.model_id,
  m.recipe_id,
  m.engine,
  m.phase,
  m.devices,
  m.batch,
  m.value AS measured_tok_s,
  l.ceiling_tok_s,
  m.value / NULLIF(l.ceiling_tok_s, 0) AS share_of_ceiling,
  e.estimate_tok_s,
  e.estimate_low,
  e.estimate_high,
  e.calibration,
  m.value / NULLIF(e.estimate_tok_s, 0) AS share_of_estimate,
  CASE WHEN m.value >= e.estimate_tok_s THEN m.value / NULLIF(e.estimate_tok_s, 0) ELSE e.estimate_tok_s / m.value END AS times_off,
  m.value >= e.estimate_low AND m.value <= e.estimate_high AS inside,
  COALESCE(
    m.kept_out,
    CASE
      WHEN x.memory_bandwidth_gb_s IS NULL THEN 'no memory bandwidth is published'
      WHEN m.step_id IS NULL THEN 'the model or the load is not described'
      WHEN e.estimate_tok_s IS NULL AND l.linear_memory_ms IS NULL THEN 'no step can be computed'
      WHEN m.value > l.ceiling_tok_s THEN 'above its ceiling'
      WHEN m.threads * 2 < x.cpu_cores THEN 'fewer threads than half of the cores'
      WHEN l.fits = 'no' THEN 'it does not fit in the usable memory'
    END
  ) AS kept_out,
  m.source_id
FROM measurements AS m
JOIN roofs AS x ON x.platform_id = m.platform_id
LEFT JOIN limits AS l ON l.case_id = m.id
LEFT JOIN estimates AS e ON e.case_id = m.id
