-- limits: one row is a case: whether it fits, the time of each resource at its rated peak, and the ceiling that follows.
-- Capacity first; then each component (linear layers, attention) takes the longer of its memory and its compute time, and the
-- components are summed: a sum of maxima (roofline per component; Williams, Waterman, Patterson 2009). Attention multiplies in 16 bits.
-- Devices share bytes and work evenly; an exchange among n of them moves 2(n - 1)/n of its message over each link (ring all-reduce;
-- Patarasuk and Yuan 2009). Corners: the shares of peak at which the label must stay the same to be called robust.
WITH sized AS (
  SELECT
    c.id AS case_id,
    c.platform_id,
    c.step_id,
    c.devices,
    s.phase,
    s.made,
    s.linear_gb / NULLIF(c.devices * x.memory_bandwidth_gb_s, 0) * 1000 AS linear_memory_ms,
    s.attention_gb / NULLIF(c.devices * x.memory_bandwidth_gb_s, 0) * 1000 AS attention_memory_ms,
    s.linear_tflop / NULLIF(c.devices * l.tflop_s, 0) * 1000 AS linear_compute_ms,
    s.attention_tflop / NULLIF(c.devices * COALESCE(a.tflop_s, l.tflop_s), 0) * 1000 AS attention_compute_ms,
    CASE
      WHEN c.devices = 1 OR NOT c.exchanges THEN 0
      ELSE s.exchanged_gb * 2 * (c.devices - 1) / c.devices / NULLIF(x.link_gb_s, 0) * 1000
    END AS interconnect_ms,
    l.is_floor AS linear_is_floor,
    COALESCE(a.is_floor, l.is_floor) AS attention_is_floor,
    l.metric_id AS compute_metric,
    l.of_platform_id AS compute_platform_id,
    s.compute,
    x.memory_bandwidth_gb_s,
    s.stored_gb + s.kv_stored_gb + c.devices * reserve.value AS needed_gb,
    c.devices * x.usable_gb AS usable_gb,
    x.usable_basis,
    s.stored_gb + s.kv_stored_gb AS held_gb,
    c.devices * (x.usable_gb - reserve.value) AS free_gb,
    x.usable_gb - reserve.value AS free_gb_each,
    s.linear_gb + s.attention_gb AS streamed_gb,
    c.devices * x.memory_bandwidth_gb_s AS fast_gb_s,
    c.devices * x.slow_gb_s AS slow_gb_s
  FROM cases AS c
  CROSS JOIN parameters AS reserve
  JOIN steps AS s ON s.id = c.step_id
  JOIN roofs AS x ON x.platform_id = c.platform_id
  LEFT JOIN peak_rates AS l ON l.platform_id = c.platform_id AND l.compute = s.compute
  LEFT JOIN peak_rates AS a ON a.platform_id = c.platform_id AND a.compute = 'fp16'
  WHERE reserve.id = 'runtime_reserve_gb'
),
components AS (
  SELECT
    sized.*,
    CASE WHEN linear_memory_ms >= linear_compute_ms THEN linear_memory_ms WHEN linear_memory_ms < linear_compute_ms THEN 0 END
      + CASE WHEN attention_memory_ms >= attention_compute_ms THEN attention_memory_ms WHEN attention_memory_ms < attention_compute_ms THEN 0 END
      AS memory_ms,
    CASE WHEN linear_memory_ms < linear_compute_ms THEN linear_compute_ms WHEN linear_memory_ms >= linear_compute_ms THEN 0 END
      + CASE WHEN attention_memory_ms < attention_compute_ms THEN attention_compute_ms WHEN attention_memory_ms >= attention_compute_ms THEN 0 END
      AS compute_ms,
    linear_is_floor OR attention_is_floor AS compute_is_floor,
    CASE
      WHEN usable_gb IS NULL THEN NULL
      WHEN needed_gb > usable_gb THEN 'no'
      WHEN needed_gb > 0.9 * usable_gb THEN 'tight'
      ELSE 'fits'
    END AS fits,
    CASE
      WHEN memory_bandwidth_gb_s IS NULL OR compute_metric IS NULL OR interconnect_ms IS NULL THEN FALSE
      -- A floor says how fast compute is at least: enough where memory limits even then.
      ELSE NOT (
        linear_is_floor AND linear_memory_ms < linear_compute_ms OR attention_is_floor AND attention_memory_ms < attention_compute_ms
      )
    END AS is_known,
    CASE WHEN free_gb_each > 0 AND held_gb > free_gb THEN CAST(held_gb / free_gb_each AS INTEGER) END AS whole_devices,
    CASE WHEN held_gb > free_gb AND free_gb > 0 THEN free_gb / NULLIF(held_gb, 0) END AS resident_share
  FROM sized
),
spilled AS (
  SELECT
    components.*,
    streamed_gb * resident_share / NULLIF(fast_gb_s, 0) * 1000 + streamed_gb * (1 - resident_share) / NULLIF(slow_gb_s, 0) * 1000 AS spilling_ms
  FROM components
)
SELECT
  case_id,
  platform_id,
  step_id,
  devices,
  phase,
  made,
  fits,
  needed_gb,
  usable_gb,
  usable_basis,
  is_known,
  linear_memory_ms,
  linear_compute_ms,
  attention_memory_ms,
  attention_compute_ms,
  memory_ms,
  compute_ms,
  interconnect_ms,
  CASE WHEN is_known THEN made * 1000.0 / NULLIF(memory_ms + compute_ms + interconnect_ms, 0) END AS ceiling_tok_s,
  made * 1000.0 / NULLIF(
    CASE
      WHEN NOT compute_is_floor AND linear_compute_ms + attention_compute_ms > spilling_ms THEN linear_compute_ms + attention_compute_ms
      ELSE spilling_ms
    END,
    0
  ) AS offload_tok_s,
  CASE WHEN whole_devices IS NOT NULL THEN whole_devices + CASE WHEN whole_devices * free_gb_each < held_gb THEN 1 ELSE 0 END END
    AS devices_needed,
  compute_metric,
  compute_platform_id,
  COALESCE(compute_is_floor, FALSE) AS compute_is_floor,
  CASE
    WHEN is_known AND fits IS NOT NULL THEN NULL
    ELSE TRIM(
      CASE WHEN fits IS NULL THEN 'memory_capacity ' ELSE '' END
      || CASE WHEN memory_bandwidth_gb_s IS NULL THEN 'memory_bandwidth ' ELSE '' END
      || CASE WHEN interconnect_ms IS NULL THEN 'nvlink_per_direction ' ELSE '' END
      || CASE
        WHEN compute_metric IS NULL OR linear_is_floor AND COALESCE(linear_memory_ms < linear_compute_ms, TRUE)
          THEN compute || CASE WHEN compute = 'fp32' THEN ' ' ELSE '_dense ' END
        ELSE ''
      END
      || CASE
        WHEN attention_is_floor AND attention_memory_ms < attention_compute_ms
          AND NOT (compute IN ('bf16', 'fp16') AND linear_is_floor AND linear_memory_ms < linear_compute_ms)
          THEN CASE WHEN compute IN ('bf16', 'fp16') THEN compute || '_dense' ELSE 'bf16_dense' END
        ELSE ''
      END
    )
  END AS missing
FROM spilled
