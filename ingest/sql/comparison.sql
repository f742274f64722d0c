-- comparison: one row is a platform, wide, for people. Written from data/metrics.yml and data/formulas.yml by `make generate`.
WITH wide AS (
  SELECT
    f.platform_id,
    MAX(CASE WHEN f.metric_id = 'bf16_dense' THEN f.value END) AS bf16_dense,
    MAX(CASE WHEN f.metric_id = 'fp16_dense' THEN f.value END) AS fp16_dense,
    MAX(CASE WHEN f.metric_id = 'fp32' THEN f.value END) AS fp32,
    MAX(CASE WHEN f.metric_id = 'fp4_dense' THEN f.value END) AS fp4_dense,
    MAX(CASE WHEN f.metric_id = 'fp4_sparse' THEN f.value END) AS fp4_sparse,
    MAX(CASE WHEN f.metric_id = 'fp8_dense' THEN f.value END) AS fp8_dense,
    MAX(CASE WHEN f.metric_id = 'int8_dense' THEN f.value END) AS int8_dense,
    MAX(CASE WHEN f.metric_id = 'memory_bandwidth' THEN f.value END) AS memory_bandwidth,
    MAX(CASE WHEN f.metric_id = 'memory_capacity' THEN CASE WHEN f.binary_unit THEN f.value / 1.073741824 ELSE f.value END END) AS memory_capacity,
    MAX(CASE WHEN f.metric_id = 'memory_type' THEN f.text END) AS memory_type,
    MAX(CASE WHEN f.metric_id = 'memory_usable' THEN CASE WHEN f.binary_unit THEN f.value / 1.073741824 ELSE f.value END END) AS memory_usable,
    MAX(CASE WHEN f.metric_id = 'tdp' THEN f.value END) AS tdp,
    MAX(CASE WHEN f.metric_id = 'bf16_dense' THEN s.url END) AS bf16_dense_source,
    MAX(CASE WHEN f.metric_id = 'fp16_dense' THEN s.url END) AS fp16_dense_source,
    MAX(CASE WHEN f.metric_id = 'fp32' THEN s.url END) AS fp32_source,
    MAX(CASE WHEN f.metric_id = 'fp4_dense' THEN s.url END) AS fp4_dense_source,
    MAX(CASE WHEN f.metric_id = 'fp4_sparse' THEN s.url END) AS fp4_sparse_source,
    MAX(CASE WHEN f.metric_id = 'fp8_dense' THEN s.url END) AS fp8_dense_source,
    MAX(CASE WHEN f.metric_id = 'int8_dense' THEN s.url END) AS int8_dense_source,
    MAX(CASE WHEN f.metric_id = 'memory_bandwidth' THEN s.url END) AS memory_bandwidth_source,
    MAX(CASE WHEN f.metric_id = 'memory_capacity' THEN s.url END) AS memory_capacity_source,
    MAX(CASE WHEN f.metric_id = 'memory_type' THEN s.url END) AS memory_type_source,
    MAX(CASE WHEN f.metric_id = 'memory_usable' THEN s.url END) AS memory_usable_source,
    MAX(CASE WHEN f.metric_id = 'tdp' THEN s.url END) AS tdp_source
  FROM facts AS f
  JOIN sources AS s ON s.id = f.source_id
  GROUP BY f.platform_id
),
decode AS (
  SELECT b.* FROM bounds AS b JOIN workloads AS x ON x.id = b.workload_id WHERE x.is_default AND x.phase = 'decode' AND b.devices = 1
),
prefill AS (
  SELECT b.* FROM bounds AS b JOIN workloads AS x ON x.id = b.workload_id WHERE x.is_default AND x.phase = 'prefill' AND b.devices = 1
),
signatures AS (
  SELECT
    d.platform_id,
    CASE d.bound_type WHEN 'memory' THEN 'M' WHEN 'compute' THEN 'C' WHEN 'interconnect' THEN 'I' WHEN 'overhead' THEN 'O' WHEN 'capacity' THEN 'x' ELSE '?' END || CASE r.bound_type WHEN 'memory' THEN 'M' WHEN 'compute' THEN 'C' WHEN 'interconnect' THEN 'I' WHEN 'overhead' THEN 'O' WHEN 'capacity' THEN 'x' ELSE '?' END
    || CASE
      WHEN x.usable_gb IS NULL THEN '?'
      WHEN x.usable_gb < 24 THEN 'S'
      WHEN x.usable_gb < 80 THEN 'M'
      WHEN x.usable_gb < 256 THEN 'L'
      ELSE 'X'
    END
      AS signature
  FROM decode AS d
  JOIN prefill AS r ON r.platform_id = d.platform_id
  JOIN roofs AS x ON x.platform_id = d.platform_id
),
open_ones AS (
  SELECT platform_id, COUNT(*) AS open_disputes FROM facts WHERE disputed GROUP BY platform_id
)
SELECT
  p.id AS platform_id,
  p.name AS name,
  p.vendor AS vendor,
  p.kind AS kind,
  w.memory_capacity AS memory_capacity_gb,
  w.memory_capacity_source AS memory_capacity_source,
  w.memory_type AS memory_type,
  w.memory_type_source AS memory_type_source,
  w.memory_bandwidth AS memory_bandwidth_gb_s,
  w.memory_bandwidth_source AS memory_bandwidth_source,
  w.memory_usable AS memory_usable_gb,
  w.memory_usable_source AS memory_usable_source,
  b.amount_usd AS price_usd,
  b.basis AS price_basis,
  b.as_of AS price_as_of,
  b.printed AS price_printed,
  b.stale AS price_stale,
  b.scope AS price_scope,
  bs.url AS price_source,
  w.memory_bandwidth / nullif(b.amount_usd, 0) AS bandwidth_per_dollar,
  w.memory_capacity / nullif(b.amount_usd, 0) AS capacity_per_dollar,
  w.bf16_dense / nullif(b.amount_usd, 0) AS bf16_dense_per_dollar,
  w.memory_bandwidth / nullif(w.tdp, 0) AS bandwidth_per_watt,
  w.bf16_dense * 1000 / nullif(w.memory_bandwidth, 0) AS ridge_point_bf16,
  w.fp8_dense * 1000 / nullif(w.memory_bandwidth, 0) AS ridge_point_fp8,
  w.memory_capacity * 1000 / nullif(w.memory_bandwidth, 0) AS memory_sweep_ms,
  d.workload_id AS decode_workload,
  d.bound_type AS bound_type,
  d.ceiling_tok_s AS decode_ceiling_tok_s,
  d.estimate_tok_s AS decode_estimate_tok_s,
  d.usd_per_million_tokens AS usd_per_million_tokens,
  r.workload_id AS prefill_workload,
  r.bound_type AS prefill_bound_type,
  r.ceiling_tok_s AS prefill_ceiling_tok_s,
  r.estimate_tok_s AS prefill_estimate_tok_s,
  s.signature AS signature,
  w.fp32 AS fp32_tflop_s,
  w.fp32_source AS fp32_source,
  w.tdp AS tdp_w,
  w.tdp_source AS tdp_source,
  w.fp16_dense AS fp16_dense_tflop_s,
  w.fp16_dense_source AS fp16_dense_source,
  w.bf16_dense AS bf16_dense_tflop_s,
  w.bf16_dense_source AS bf16_dense_source,
  w.fp8_dense AS fp8_dense_tflop_s,
  w.fp8_dense_source AS fp8_dense_source,
  w.fp4_dense AS fp4_dense_tflop_s,
  w.fp4_dense_source AS fp4_dense_source,
  w.fp4_sparse AS fp4_sparse_tflop_s,
  w.fp4_sparse_source AS fp4_sparse_source,
  w.int8_dense AS int8_dense_top_s,
  w.int8_dense_source AS int8_dense_source,
  p.lifecycle AS lifecycle,
  p.released AS released,
  COALESCE(o.open_disputes, 0) AS open_disputes
FROM platforms AS p
LEFT JOIN wide AS w ON w.platform_id = p.id
LEFT JOIN buying_prices AS b ON b.platform_id = p.id
LEFT JOIN sources AS bs ON bs.id = b.source_id
LEFT JOIN decode AS d ON d.platform_id = p.id
LEFT JOIN prefill AS r ON r.platform_id = p.id
LEFT JOIN signatures AS s ON s.platform_id = p.id
LEFT JOIN open_ones AS o ON o.platform_id = p.id
