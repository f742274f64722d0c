-- bounds: one row is a platform, a number of devices and a workload: what limits it, how fast at best, how fast in truth, at what cost.
-- The type is the resource with the largest share of the step at rated peaks, overhead as calibrated. It is robust where the label stays
-- the same at every corner of a memory efficiency of 0.60 or 0.90 and a compute efficiency of 0.45 or 0.85.
WITH given_corners AS (
  SELECT 1.0 AS memory_efficiency, 1.0 AS compute_efficiency UNION ALL
  SELECT 0.6, 0.45 UNION ALL
  SELECT 0.6, 0.85 UNION ALL
  SELECT 0.9, 0.45 UNION ALL
  SELECT 0.9, 0.85
),
corners AS (
  -- A floor is not known to be missed: it keeps its full rate.
  SELECT g.memory_efficiency, g.compute_efficiency, FALSE AS is_floor FROM given_corners AS g
  UNION ALL
  SELECT DISTINCT g.memory_efficiency, 1.0, TRUE FROM given_corners AS g
),
shares AS (
  SELECT
    l.case_id,
    k.memory_efficiency,
    CASE WHEN l.linear_memory_ms / k.memory_efficiency >= l.linear_compute_ms / k.compute_efficiency THEN l.linear_memory_ms / k.memory_efficiency ELSE 0 END
    + CASE WHEN l.attention_memory_ms / k.memory_efficiency >= l.attention_compute_ms / k.compute_efficiency THEN l.attention_memory_ms / k.memory_efficiency ELSE 0 END
      AS memory_ms,
    CASE WHEN l.linear_memory_ms / k.memory_efficiency < l.linear_compute_ms / k.compute_efficiency THEN l.linear_compute_ms / k.compute_efficiency ELSE 0 END
    + CASE WHEN l.attention_memory_ms / k.memory_efficiency < l.attention_compute_ms / k.compute_efficiency THEN l.attention_compute_ms / k.compute_efficiency ELSE 0 END
      AS compute_ms,
    l.interconnect_ms,
    COALESCE(e.overhead_ms, 0) AS overhead_ms
  FROM limits AS l
  JOIN cases AS c ON c.id = l.case_id
  JOIN corners AS k ON k.is_floor = l.compute_is_floor
  LEFT JOIN estimates AS e ON e.case_id = l.case_id
  WHERE l.is_known AND c.workload_id IS NOT NULL
),
labels AS (
  SELECT
    case_id,
    memory_efficiency,
    CASE
      WHEN memory_ms >= compute_ms AND memory_ms >= interconnect_ms AND memory_ms >= overhead_ms THEN 'memory'
      WHEN compute_ms >= interconnect_ms AND compute_ms >= overhead_ms THEN 'compute'
      WHEN interconnect_ms >= overhead_ms THEN 'interconnect'
      ELSE 'overhead'
    END AS label
  FROM shares
),
settled AS (
  SELECT
    case_id,
    MAX(CASE WHEN memory_efficiency = 1.0 THEN label END) AS label,
    MIN(label) AS first_label,
    MAX(label) AS last_label
  FROM labels
  GROUP BY case_id
),
typed AS (
  SELECT
    l.*,
    c.workload_id,
    CASE
      WHEN l.fits = 'no' THEN 'capacity'
      WHEN l.fits IS NULL OR NOT l.is_known THEN 'unknown'
      ELSE s.label
    END AS bound_type,
    s.first_label = s.last_label AS is_robust,
    CASE WHEN s.first_label <> s.last_label THEN CASE WHEN s.first_label = s.label THEN s.last_label ELSE s.first_label END END AS runner_up
  FROM limits AS l
  JOIN cases AS c ON c.id = l.case_id
  LEFT JOIN settled AS s ON s.case_id = l.case_id
  WHERE c.workload_id IS NOT NULL
),
priced AS (
  SELECT
    t.*,
    e.overhead_ms,
    e.calibration,
    CASE WHEN t.fits <> 'no' THEN e.estimate_tok_s END AS estimate_tok_s,
    CASE WHEN t.fits <> 'no' THEN e.estimate_low END AS estimate_low,
    CASE WHEN t.fits <> 'no' THEN e.estimate_high END AS estimate_high,
    b.amount_usd * t.devices AS price_usd,
    x.power_w * t.devices AS power_w,
    x.power_metric,
    x.link_metric
  FROM typed AS t
  JOIN roofs AS x ON x.platform_id = t.platform_id
  LEFT JOIN estimates AS e ON e.case_id = t.case_id
  LEFT JOIN buying_prices AS b ON b.platform_id = t.platform_id
)
SELECT
  p.platform_id,
  p.workload_id,
  p.devices,
  p.bound_type,
  p.fits,
  p.needed_gb,
  p.usable_gb,
  p.usable_basis,
  p.devices_needed,
  CASE WHEN p.bound_type NOT IN ('capacity', 'unknown') THEN p.memory_ms END AS memory_ms,
  CASE WHEN p.bound_type NOT IN ('capacity', 'unknown') THEN p.compute_ms END AS compute_ms,
  CASE WHEN p.bound_type NOT IN ('capacity', 'unknown') THEN p.interconnect_ms END AS interconnect_ms,
  CASE WHEN p.bound_type NOT IN ('capacity', 'unknown') THEN p.overhead_ms END AS overhead_ms,
  CASE
    WHEN p.bound_type = 'memory' AND NOT p.compute_is_floor
      THEN (p.linear_memory_ms + p.attention_memory_ms) / NULLIF(p.linear_compute_ms + p.attention_compute_ms, 0)
    WHEN p.bound_type = 'compute' THEN (p.linear_compute_ms + p.attention_compute_ms) / NULLIF(p.linear_memory_ms + p.attention_memory_ms, 0)
  END AS margin,
  CASE WHEN p.bound_type NOT IN ('capacity', 'unknown') THEN p.is_robust END AS robust,
  CASE WHEN p.bound_type NOT IN ('capacity', 'unknown') THEN p.runner_up END AS runner_up,
  CASE WHEN p.bound_type NOT IN ('capacity', 'unknown') THEN p.ceiling_tok_s END AS ceiling_tok_s,
  CASE WHEN p.bound_type = 'capacity' THEN p.offload_tok_s END AS offload_tok_s,
  p.estimate_tok_s,
  p.estimate_low,
  p.estimate_high,
  CASE WHEN p.estimate_tok_s IS NOT NULL THEN p.calibration END AS calibration,
  p.estimate_tok_s / NULLIF(p.price_usd, 0) AS tok_s_per_dollar,
  -- (price / hours of work in its life + power at the wall times the price of electricity) / tokens in an hour, per million tokens
  (
    p.price_usd / NULLIF(years.value * 8760 * used.value, 0) + p.power_w / 1000 * pue.value * electricity.value
  ) / NULLIF(p.estimate_tok_s * 3600, 0) * 1000000 AS usd_per_million_tokens,
  p.power_w / NULLIF(p.estimate_tok_s, 0) AS joules_per_token,
  p.power_metric,
  CASE WHEN p.devices > 1 THEN p.link_metric END AS link_metric,
  p.compute_metric,
  p.compute_platform_id,
  p.compute_is_floor,
  CASE WHEN p.bound_type = 'unknown' THEN p.missing END AS missing
FROM priced AS p
CROSS JOIN parameters AS years
CROSS JOIN parameters AS used
CROSS JOIN parameters AS pue
CROSS JOIN parameters AS electricity
WHERE years.id = 'years' AND used.id = 'utilisation' AND pue.id = 'pue' AND electricity.id = 'usd_per_kwh'
