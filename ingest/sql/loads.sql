-- loads: one row is a case as estimates see it: the time of each resource at its rated peak, and what its calibration is looked up by.
-- Weights are those of uniformly routed tokens. Compute is held against the rate that kernels of that precision use: FP8 and FP4 where
-- published, 8-bit integers where the maker's kernels have them (NVIDIA), else 16-bit matrix units, else vector units; CPUs by the cores
-- that are busy, at a nominal 0.1 TFLOP/s each; what has no rate at all by its memory bandwidth, at a nominal 50 FLOP/B. Calibration
-- absorbs the nominal factors. Attention of llama.cpp on AMD is held against vector units: across generations it follows those, not the
-- matrix units. vector_ms is the same work on vector units (of a CPU, its cores): unpacking quantised weights takes a share of it.
-- attention_vector_ms is attention's: for one token its kernels work there, and heads that share keys and values each work on their own.
WITH hosts AS (
  SELECT
    p.id AS platform_id,
    COALESCE(o.part_id, p.id) AS chip_id,
    COALESCE(chip.vendor, p.vendor) AS maker,
    x.cpu_cores,
    x.memory_class,
    COALESCE(x.architecture, x.memory_class) AS architecture,
    x.memory_bandwidth_gb_s
  FROM platforms AS p
  JOIN roofs AS x ON x.platform_id = p.id
  LEFT JOIN only_parts AS o ON o.platform_id = p.id
  LEFT JOIN platforms AS chip ON chip.id = o.part_id
),
placed AS (
  SELECT
    c.id AS case_id,
    c.platform_id,
    h.chip_id,
    c.devices,
    c.exchanges,
    c.runtime,
    c.engine,
    CASE WHEN h.memory_class = 'CPU' OR c.runtime LIKE '%/cpu' THEN 'CPU' ELSE h.maker END AS maker,
    s.phase,
    s.made,
    s.layers,
    s.expert_layers,
    s.state_layers,
    s.window_layers,
    CASE WHEN s.experts_per_token > 0 THEN 'MoE' ELSE 'dense' END AS routing,
    CASE
      WHEN r.id IN ('f16', 'f32') THEN 'f16'
      WHEN r.id IN ('q4_0', 'iq4_nl') THEN 'blocks of 4 bits'
      WHEN r.id IN ('q4_1', 'q5_0', 'q5_1') THEN 'blocks with offsets or 5 bits'
      WHEN r.id LIKE '%iq4@_xs%' ESCAPE '@' THEN 'super-blocks looked up'
      WHEN r.id LIKE '%iq%' THEN 'codebooks'
      WHEN r.id LIKE '%q8@_%' ESCAPE '@' THEN '8 bits'
      WHEN r.id LIKE '%q2@_k%' ESCAPE '@' OR r.id LIKE '%q3@_k%' ESCAPE '@' THEN 'super-blocks of 2 or 3 bits'
      WHEN r.id LIKE '%q_@_k%' ESCAPE '@' THEN 'super-blocks'
      ELSE r.id
    END AS packing,
    CASE WHEN h.memory_class = 'CPU' OR c.runtime LIKE '%/cpu' THEN 'CPU' ELSE h.maker || ' ' || h.memory_class END AS hardware,
    CASE WHEN h.memory_class = 'CPU' OR c.runtime LIKE '%/cpu' THEN 'CPU ' || h.architecture ELSE h.maker || ' ' || h.architecture END
      AS architecture,
    CASE WHEN c.threads < h.cpu_cores THEN c.threads ELSE h.cpu_cores END AS busy_cores,
    h.memory_bandwidth_gb_s,
    s.expected_linear_gb / NULLIF(c.devices * h.memory_bandwidth_gb_s, 0) * 1000 AS weights_ms,
    s.attention_gb / NULLIF(c.devices * h.memory_bandwidth_gb_s, 0) * 1000 AS cache_ms,
    s.linear_tflop / c.devices AS linear_tflop,
    s.attention_tflop / c.devices AS attention_tflop,
    l.interconnect_ms,
    CASE
      WHEN s.compute IN ('fp8', 'fp4') AND NOT k.is_floor THEN k.tflop_s
      WHEN s.compute = 'int8' AND NOT k.is_floor AND h.maker = 'nvidia' THEN k.tflop_s
      ELSE b.tflop_s
    END AS rate_tflop_s,
    CASE
      WHEN s.compute IN ('fp8', 'fp4') AND NOT k.is_floor THEN k.metric_id
      WHEN s.compute = 'int8' AND NOT k.is_floor AND h.maker = 'nvidia' THEN k.metric_id
      WHEN b.metric_id IN ('bf16_dense', 'fp16_dense') THEN '16-bit dense'
      ELSE b.metric_id
    END AS rate_basis,
    b.tflop_s AS attention_tflop_s,
    v.tflop_s AS vector_tflop_s
  FROM cases AS c
  JOIN steps AS s ON s.id = c.step_id
  JOIN recipes AS r ON r.id = s.recipe_id
  JOIN limits AS l ON l.case_id = c.id
  JOIN hosts AS h ON h.platform_id = c.platform_id
  LEFT JOIN peak_rates AS k ON k.platform_id = c.platform_id AND k.compute = s.compute
  LEFT JOIN peak_rates AS b ON b.platform_id = c.platform_id AND b.compute = 'bf16'
  LEFT JOIN peak_rates AS v ON v.platform_id = c.platform_id AND v.compute = 'fp32'
  JOIN models AS g ON g.id = s.model_id
  -- Training was not measured; of a model whose architecture is not described, nobody knows what a step reads.
  WHERE s.phase <> 'training' AND g.attention <> 'not described'
),
based AS (
  SELECT
    placed.*,
    architecture || COALESCE(' at ' || CAST(ROUND(memory_bandwidth_gb_s) AS INTEGER) || ' GB/s', '') AS memory,
    CASE
      WHEN hardware = 'CPU' AND busy_cores IS NOT NULL THEN 'cpu_cores'
      WHEN hardware = 'CPU' OR rate_tflop_s IS NULL THEN 'memory_bandwidth'
      ELSE rate_basis
    END AS basis,
    CASE
      WHEN hardware = 'CPU' AND busy_cores IS NOT NULL THEN busy_cores * 0.1
      WHEN hardware = 'CPU' OR rate_tflop_s IS NULL THEN memory_bandwidth_gb_s * 0.05
      ELSE rate_tflop_s
    END AS basis_tflop_s,
    CASE
      WHEN hardware = 'CPU' AND busy_cores IS NOT NULL THEN busy_cores * 0.1
      WHEN hardware = 'CPU' OR attention_tflop_s IS NULL THEN memory_bandwidth_gb_s * 0.05
      WHEN maker = 'amd' AND runtime LIKE 'llama.cpp%' THEN COALESCE(vector_tflop_s, attention_tflop_s)
      ELSE attention_tflop_s
    END AS attention_basis_tflop_s
  FROM placed
)
SELECT
  case_id,
  platform_id,
  chip_id,
  devices,
  phase,
  runtime,
  engine,
  maker,
  hardware,
  architecture,
  memory,
  routing,
  packing,
  basis,
  runtime || ' | ' || engine || ' | ' || hardware || ' | ' || memory || ' | ' || routing || ' | ' || packing || ' | ' || basis AS kind,
  made,
  layers,
  expert_layers,
  state_layers,
  window_layers,
  -- Devices that split the layers take turns at a single sequence: nothing is divided.
  CASE WHEN exchanges THEN 1 ELSE devices END AS turns,
  CASE WHEN exchanges AND devices > 1 THEN layers * 2 ELSE 0 END AS exchange_count,
  weights_ms,
  cache_ms,
  linear_tflop / NULLIF(basis_tflop_s, 0) * 1000 AS compute_ms,
  attention_tflop / NULLIF(attention_basis_tflop_s, 0) * 1000 AS attention_ms,
  linear_tflop / NULLIF(CASE WHEN hardware = 'CPU' THEN basis_tflop_s ELSE COALESCE(vector_tflop_s, memory_bandwidth_gb_s * 0.03) END, 0) * 1000
    AS vector_ms,
  attention_tflop / NULLIF(CASE WHEN hardware = 'CPU' THEN basis_tflop_s ELSE COALESCE(vector_tflop_s, memory_bandwidth_gb_s * 0.03) END, 0) * 1000
    AS attention_vector_ms,
  interconnect_ms
FROM based
