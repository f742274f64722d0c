-- peak_rates: one row is a platform and a precision at which matrix units work: the peak rate that counts there, and whose it is.
-- The largest rate that the precision allows counts, since it is a ceiling's: BF16 and FP16 stand in for each other, FP16 may accumulate
-- in FP16, whole numbers of 8 bits (as in llama.cpp's quantised products) may as well be multiplied in 16 bits. Where none is published,
-- a rate at a higher precision, or of the vector units, stands in as a floor: the rate cannot be below it. Where a system has no rate of
-- its own and contains one chip, the chip's is used, and of_platform_id says so.
WITH options AS (
  SELECT 'bf16' AS compute, 'bf16_dense' AS metric_id, FALSE AS is_floor
  UNION ALL
  SELECT 'bf16', 'fp16_dense', FALSE
  UNION ALL
  SELECT 'fp16', 'fp16_dense', FALSE
  UNION ALL
  SELECT 'fp16', 'fp16_dense_fp16acc', FALSE
  UNION ALL
  SELECT 'fp16', 'bf16_dense', FALSE
  UNION ALL
  SELECT 'fp8', 'fp8_dense', FALSE
  UNION ALL
  SELECT 'fp8', 'fp8_dense_fp16acc', FALSE
  UNION ALL
  SELECT 'fp4', 'fp4_dense', FALSE
  UNION ALL
  SELECT 'int8', 'int8_dense', FALSE
  UNION ALL
  SELECT 'fp32', 'fp32', FALSE
  UNION ALL
  SELECT 'fp4', 'fp8_dense', TRUE
),
sixteen_bits AS (
  SELECT 'bf16_dense' AS metric_id UNION ALL SELECT 'fp16_dense' UNION ALL SELECT 'fp16_dense_fp16acc'
),
lower_precisions AS (
  SELECT 'fp8' AS compute UNION ALL SELECT 'fp4' UNION ALL SELECT 'int8'
),
vectors AS (
  SELECT 'fp16_vector' AS metric_id UNION ALL SELECT 'fp32'
),
all_options AS (
  SELECT compute, metric_id, is_floor FROM options
  UNION ALL
  SELECT l.compute, x.metric_id, TRUE FROM lower_precisions AS l CROSS JOIN sixteen_bits AS x
  UNION ALL
  SELECT DISTINCT o.compute, v.metric_id, TRUE FROM options AS o CROSS JOIN vectors AS v WHERE o.compute <> 'fp32'
),
owners AS (
  SELECT id AS platform_id, id AS of_platform_id, 0 AS is_part FROM platforms
  UNION ALL
  SELECT platform_id, part_id, 1 FROM only_parts
),
candidates AS (
  SELECT
    o.platform_id,
    x.compute,
    k.value AS tflop_s,
    k.metric_id,
    o.of_platform_id,
    o.is_part,
    -- Where the maker publishes 8-bit integers, the faster of these and 16 bits is the rate; elsewhere 16 bits are only a floor.
    x.is_floor AND NOT (x.compute = 'int8' AND i.value IS NOT NULL AND k.metric_id IN (SELECT metric_id FROM sixteen_bits)) AS is_floor
  FROM owners AS o
  JOIN facts AS k ON k.platform_id = o.of_platform_id AND k.value IS NOT NULL
  JOIN all_options AS x ON x.metric_id = k.metric_id
  LEFT JOIN facts AS i ON i.platform_id = o.of_platform_id AND i.metric_id = 'int8_dense'
),
placed AS (
  SELECT
    candidates.*,
    ROW_NUMBER() OVER (PARTITION BY platform_id, compute ORDER BY is_floor, is_part, tflop_s DESC, metric_id) AS place
  FROM candidates
)
SELECT platform_id, compute, tflop_s, metric_id, of_platform_id, is_floor
FROM placed
WHERE place = 1
