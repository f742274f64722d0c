-- lineage: one row is a derived column of a platform, one of its inputs, and what it came from: a claim, a price, an exchange rate, a
-- figure of a model or a recipe; each of them names its source.
WITH price_inputs AS (
  SELECT b.platform_id, 'price' AS input, p.printed, p.id AS price_id, NULL AS rate_id, p.source_id
  FROM buying_prices AS b
  JOIN prices AS p ON p.platform_id = b.platform_id
  CROSS JOIN about AS a
  WHERE
    p.id = b.price_id
    OR (
      b.observations > 1 AND p.basis = 'street' AND p.currency = 'USD' AND p.stage <> 'announced' AND p.rank = 'normal'
      AND COALESCE(p.condition, 'new') = 'new' AND a.data_day - p.as_of_day <= 60
    )
  UNION ALL
  SELECT b.platform_id, r.currency || ' per USD, ' || r.month, r.printed, NULL, r.id, r.source_id
  FROM buying_prices AS b
  JOIN exchange_rates AS r ON r.id = b.rate_id
),
formula_inputs_known AS (
  SELECT i.formula_id, f.platform_id, i.input
  FROM formula_inputs AS i
  JOIN facts AS f ON f.metric_id = i.input
  WHERE f.value IS NOT NULL
  UNION ALL
  SELECT i.formula_id, b.platform_id, i.input
  FROM formula_inputs AS i
  JOIN buying_prices AS b ON i.input = 'price'
),
computable AS (
  SELECT k.formula_id, k.platform_id
  FROM formula_inputs_known AS k
  GROUP BY k.formula_id, k.platform_id
  HAVING COUNT(*) = (SELECT COUNT(*) FROM formula_inputs AS i WHERE i.formula_id = k.formula_id)
),
formula_claims AS (
  SELECT
    f.platform_id, i.formula_id AS column_name, x.sql AS formula, i.input, f.printed, f.claim_id, NULL AS price_id, NULL AS rate_id,
    f.source_id
  FROM formula_inputs AS i
  JOIN formulas AS x ON x.id = i.formula_id
  JOIN facts AS f ON f.metric_id = i.input
  JOIN computable AS c ON c.formula_id = i.formula_id AND c.platform_id = f.platform_id
  WHERE f.value IS NOT NULL
),
formula_prices AS (
  SELECT p.platform_id, i.formula_id AS column_name, x.sql AS formula, p.input, p.printed, NULL AS claim_id, p.price_id, p.rate_id, p.source_id
  FROM formula_inputs AS i
  JOIN formulas AS x ON x.id = i.formula_id
  JOIN price_inputs AS p ON i.input = 'price'
  JOIN computable AS c ON c.formula_id = i.formula_id AND c.platform_id = p.platform_id
),
price_column AS (
  SELECT platform_id, 'price_usd' AS column_name, 'see buying_prices' AS formula, input, printed, NULL AS claim_id, price_id, rate_id, source_id
  FROM price_inputs
),
shown_bounds AS (
  SELECT b.* FROM bounds AS b JOIN workloads AS w ON w.id = b.workload_id WHERE w.is_default AND b.devices = 1
),
bound_inputs AS (
  SELECT
    b.platform_id,
    b.workload_id || ' ceiling_tok_s' AS column_name,
    'sum over components of max(bytes / memory_bandwidth, FLOP / ' || COALESCE(b.compute_metric, 'peak') || '); see bounds' AS formula,
    f.metric_id AS input,
    f.printed,
    f.claim_id,
    NULL AS price_id,
    NULL AS rate_id,
    f.source_id
  FROM shown_bounds AS b
  JOIN facts AS f
    ON (f.platform_id = b.platform_id AND f.metric_id = 'memory_bandwidth')
    OR (f.platform_id = b.compute_platform_id AND f.metric_id = b.compute_metric)
    OR (f.platform_id = b.platform_id AND f.metric_id = 'memory_usable' AND b.usable_basis = 'published')
    OR (f.platform_id = b.platform_id AND f.metric_id = 'memory_capacity' AND b.usable_basis = 'installed')
  WHERE f.value IS NOT NULL AND b.ceiling_tok_s IS NOT NULL
),
-- What all bounds of a platform rest on, whatever the workload: every figure that a roof, a rate or the power is.
used_metrics AS (
  SELECT platform_id, 'memory_bandwidth' AS metric_id, platform_id AS of_platform_id FROM roofs
  UNION
  SELECT platform_id, CASE WHEN usable_basis = 'published' THEN 'memory_usable' ELSE 'memory_capacity' END, platform_id FROM roofs
  UNION
  SELECT platform_id, link_metric, platform_id FROM roofs WHERE link_metric IS NOT NULL
  UNION
  SELECT platform_id, slow_metric, platform_id FROM roofs WHERE slow_metric IS NOT NULL
  UNION
  SELECT platform_id, power_metric, platform_id FROM roofs WHERE power_metric IS NOT NULL
  UNION
  SELECT platform_id, metric_id, of_platform_id FROM peak_rates
),
all_bound_inputs AS (
  SELECT
    u.platform_id, 'bounds' AS column_name, 'see definitions: limits, estimates and bounds' AS formula,
    f.metric_id AS input, f.printed, f.claim_id, NULL AS price_id, NULL AS rate_id, f.source_id
  FROM used_metrics AS u
  JOIN facts AS f ON f.platform_id = u.of_platform_id AND f.metric_id = u.metric_id
  WHERE f.value IS NOT NULL OR f.text IS NOT NULL
),
workload_inputs AS (
  SELECT
    w.id AS workload_id, m.name || ': ' || g.name AS input, g.printed, g.id AS model_figure_id,
    NULL AS recipe_id, g.source_id
  FROM workloads AS w
  JOIN models AS m ON m.id = w.model_id
  JOIN model_figures AS g ON g.model_id = w.model_id
  UNION ALL
  SELECT w.id, 'recipe: bits per weight', CAST(r.linear_bits AS VARCHAR(20)), NULL, r.id, r.source_id
  FROM workloads AS w
  JOIN recipes AS r ON r.id = w.recipe_id
),
bound_workloads AS (
  SELECT
    b.platform_id, b.workload_id || ' ceiling_tok_s' AS column_name, 'bytes and FLOP of the workload; see steps' AS formula,
    i.input, i.printed, i.model_figure_id, i.recipe_id, i.source_id
  FROM shown_bounds AS b
  JOIN workload_inputs AS i ON i.workload_id = b.workload_id
  WHERE b.ceiling_tok_s IS NOT NULL
),
together AS (
  SELECT *, NULL AS model_figure_id, NULL AS recipe_id FROM formula_claims
  UNION ALL
  SELECT *, NULL, NULL FROM formula_prices
  UNION ALL
  SELECT *, NULL, NULL FROM price_column
  UNION ALL
  SELECT *, NULL, NULL FROM bound_inputs
  UNION ALL
  SELECT *, NULL, NULL FROM all_bound_inputs
  UNION ALL
  SELECT platform_id, column_name, formula, input, printed, NULL, NULL, NULL, source_id, model_figure_id, recipe_id FROM bound_workloads
)
SELECT
  platform_id || '--' || column_name || '--' || input || '--' || COALESCE(claim_id, price_id, rate_id, model_figure_id, recipe_id) AS id,
  platform_id,
  column_name,
  formula,
  input,
  printed,
  claim_id,
  price_id,
  rate_id,
  model_figure_id,
  recipe_id,
  source_id
FROM together
