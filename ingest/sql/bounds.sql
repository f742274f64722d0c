-- bounds: one row is a platform on a workload with a number of devices: what limits it, and how fast it can be at best.
-- Capacity first; then each component (linear layers, attention) takes the longer of its memory and its compute time, and the
-- components are summed: a sum of maxima (roofline per component; Williams, Waterman, Patterson 2009).
-- Where no matrix rate is published, the vector rate stands in as a floor: if memory limits even then, it limits for certain.
-- Where a system has no compute figure of its own and contains one chip, the chip's is used, and compute_platform_id says so.
WITH wide AS (
  SELECT
    platform_id,
    MAX(CASE WHEN metric_id = 'memory_bandwidth' THEN value END) AS memory_bandwidth,
    MAX(CASE WHEN metric_id = 'memory_capacity' THEN value END) AS memory_capacity,
    MAX(CASE WHEN metric_id = 'memory_usable' THEN value END) AS memory_usable,
    MAX(CASE WHEN metric_id = 'bf16_dense' THEN value END) AS bf16_dense,
    MAX(CASE WHEN metric_id = 'fp16_dense' THEN value END) AS fp16_dense,
    MAX(CASE WHEN metric_id = 'fp8_dense' THEN value END) AS fp8_dense,
    MAX(CASE WHEN metric_id = 'fp4_dense' THEN value END) AS fp4_dense,
    MAX(CASE WHEN metric_id = 'int8_dense' THEN value END) AS int8_dense,
    MAX(CASE WHEN metric_id = 'fp16_vector' THEN value END) AS fp16_vector,
    MAX(CASE WHEN metric_id = 'fp32' THEN value END) AS fp32
  FROM facts
  GROUP BY platform_id
),
only_parts AS (
  SELECT platform_id, MAX(part_id) AS part_id FROM platform_parts GROUP BY platform_id HAVING COUNT(*) = 1 AND MAX(count) = 1
),
rates AS (
  SELECT
    p.id AS platform_id,
    w.id AS workload_id,
    CASE
      WHEN w.compute IN ('fp4', 'fp8', 'int8') THEN w.compute || '_dense'
      WHEN w.compute = 'fp32' THEN 'fp32'
      WHEN w.compute = 'bf16' THEN CASE WHEN x.bf16_dense IS NULL AND x.fp16_dense IS NOT NULL THEN 'fp16_dense' ELSE 'bf16_dense' END
      ELSE CASE WHEN x.fp16_dense IS NULL AND x.bf16_dense IS NOT NULL THEN 'bf16_dense' ELSE 'fp16_dense' END
    END AS matrix_metric,
    CASE
      WHEN w.compute = 'fp4' THEN x.fp4_dense
      WHEN w.compute = 'fp8' THEN x.fp8_dense
      WHEN w.compute = 'int8' THEN x.int8_dense
      WHEN w.compute = 'fp32' THEN x.fp32
      WHEN w.compute = 'bf16' THEN COALESCE(x.bf16_dense, x.fp16_dense)
      ELSE COALESCE(x.fp16_dense, x.bf16_dense)
    END AS matrix_tflop_s,
    CASE WHEN x.fp16_vector IS NOT NULL THEN 'fp16_vector' WHEN x.fp32 IS NOT NULL THEN 'fp32' END AS vector_metric,
    COALESCE(x.fp16_vector, x.fp32) AS vector_tflop_s
  FROM platforms AS p
  CROSS JOIN workloads AS w
  LEFT JOIN wide AS x ON x.platform_id = p.id
),
best_rates AS (
  SELECT
    own.platform_id,
    own.workload_id,
    COALESCE(own.matrix_tflop_s, chip.matrix_tflop_s) AS matrix_tflop_s,
    CASE WHEN own.matrix_tflop_s IS NULL AND chip.matrix_tflop_s IS NOT NULL THEN chip.matrix_metric ELSE own.matrix_metric END
      AS matrix_metric,
    COALESCE(own.vector_tflop_s, chip.vector_tflop_s) AS vector_tflop_s,
    COALESCE(own.vector_metric, chip.vector_metric) AS vector_metric,
    CASE
      WHEN own.matrix_tflop_s IS NOT NULL THEN own.platform_id
      WHEN chip.matrix_tflop_s IS NOT NULL THEN chip.platform_id
      WHEN own.vector_tflop_s IS NOT NULL THEN own.platform_id
      WHEN chip.vector_tflop_s IS NOT NULL THEN chip.platform_id
    END AS compute_platform_id
  FROM rates AS own
  LEFT JOIN only_parts AS part ON part.platform_id = own.platform_id
  LEFT JOIN rates AS chip ON chip.platform_id = part.part_id AND chip.workload_id = own.workload_id
),
cells AS (
  SELECT
    p.id AS platform_id,
    w.id AS workload_id,
    w.phase,
    w.tokens,
    w.linear_gb,
    w.linear_tflop,
    w.attention_gb,
    w.attention_tflop,
    x.memory_bandwidth,
    w.stored_gb + w.kv_stored_gb + reserve.value AS needed_gb,
    COALESCE(x.memory_usable, x.memory_capacity * share.value) AS usable_gb,
    CASE WHEN x.memory_usable IS NOT NULL THEN 'published' WHEN x.memory_capacity IS NOT NULL THEN 'installed' END AS usable_basis,
    r.matrix_tflop_s,
    r.matrix_metric,
    r.vector_tflop_s,
    r.vector_metric,
    r.compute_platform_id
  FROM platforms AS p
  CROSS JOIN workloads AS w
  CROSS JOIN parameters AS reserve
  CROSS JOIN parameters AS share
  JOIN best_rates AS r ON r.platform_id = p.id AND r.workload_id = w.id
  LEFT JOIN wide AS x ON x.platform_id = p.id
  WHERE reserve.id = 'runtime_reserve_gb' AND share.id = 'usable_share'
),
rated AS (
  SELECT
    cells.*,
    COALESCE(matrix_tflop_s, vector_tflop_s) AS rate_tflop_s,
    matrix_tflop_s IS NULL AND vector_tflop_s IS NOT NULL AS compute_is_floor,
    CASE WHEN matrix_tflop_s IS NOT NULL THEN matrix_metric ELSE vector_metric END AS compute_metric,
    CASE
      WHEN usable_gb IS NULL THEN NULL
      WHEN needed_gb > usable_gb THEN 'no'
      WHEN needed_gb > 0.9 * usable_gb THEN 'tight'
      ELSE 'fits'
    END AS fits
  FROM cells
),
timed AS (
  SELECT
    rated.*,
    linear_gb / NULLIF(memory_bandwidth, 0) * 1000 AS linear_memory_ms,
    attention_gb / NULLIF(memory_bandwidth, 0) * 1000 AS attention_memory_ms,
    linear_tflop / NULLIF(rate_tflop_s, 0) * 1000 AS linear_compute_ms,
    attention_tflop / NULLIF(rate_tflop_s, 0) * 1000 AS attention_compute_ms
  FROM rated
),
components AS (
  SELECT
    timed.*,
    CASE WHEN linear_memory_ms >= linear_compute_ms THEN linear_memory_ms ELSE 0 END
      + CASE WHEN attention_memory_ms >= attention_compute_ms THEN attention_memory_ms ELSE 0 END AS memory_bound_ms,
    CASE WHEN linear_memory_ms < linear_compute_ms THEN linear_compute_ms ELSE 0 END
      + CASE WHEN attention_memory_ms < attention_compute_ms THEN attention_compute_ms ELSE 0 END AS compute_bound_ms,
    CASE
      WHEN memory_bandwidth IS NULL OR rate_tflop_s IS NULL THEN 0
      WHEN compute_is_floor AND (linear_memory_ms < linear_compute_ms OR attention_memory_ms < attention_compute_ms) THEN 0
      ELSE 1
    END AS is_known
  FROM timed
),
labelled AS (
  SELECT
    components.*,
    CASE
      WHEN fits = 'no' THEN 'capacity'
      WHEN fits IS NULL OR is_known = 0 THEN 'unknown'
      WHEN memory_bound_ms >= compute_bound_ms THEN 'memory'
      ELSE 'compute'
    END AS bound_type,
    (linear_memory_ms + attention_memory_ms) AS all_memory_ms,
    (linear_compute_ms + attention_compute_ms) AS all_compute_ms
  FROM components
),
limits AS (
  SELECT
    labelled.*,
    CASE WHEN bound_type IN ('memory', 'compute') THEN tokens * 1000.0 / NULLIF(memory_bound_ms + compute_bound_ms, 0) END AS ceiling_tok_s
  FROM labelled
)
SELECT
  l.platform_id,
  l.workload_id,
  1 AS devices,
  l.bound_type,
  l.fits,
  l.needed_gb,
  l.usable_gb,
  l.usable_basis,
  CASE WHEN l.bound_type IN ('memory', 'compute') THEN l.memory_bound_ms END AS memory_ms,
  CASE WHEN l.bound_type IN ('memory', 'compute') THEN l.compute_bound_ms END AS compute_ms,
  CASE
    WHEN l.bound_type = 'memory' AND NOT l.compute_is_floor THEN l.all_memory_ms / NULLIF(l.all_compute_ms, 0)
    WHEN l.bound_type = 'compute' THEN l.all_compute_ms / NULLIF(l.all_memory_ms, 0)
  END AS margin,
  l.ceiling_tok_s,
  CASE WHEN l.phase = 'decode' THEN l.ceiling_tok_s / NULLIF(b.amount_usd, 0) END AS tok_s_per_dollar,
  l.compute_metric,
  l.compute_platform_id,
  l.compute_is_floor,
  CASE
    WHEN l.bound_type <> 'unknown' THEN NULL
    ELSE
      CASE WHEN l.fits IS NULL THEN 'memory_capacity ' ELSE '' END
      || CASE WHEN l.memory_bandwidth IS NULL THEN 'memory_bandwidth ' ELSE '' END
      || CASE WHEN l.matrix_tflop_s IS NULL THEN l.matrix_metric ELSE '' END
  END AS missing
FROM limits AS l
LEFT JOIN buying_prices AS b ON b.platform_id = l.platform_id
