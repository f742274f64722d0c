-- agreements: one row is a claim held against the chosen claim about the same metric of the same platform.
-- Figures agree when their intervals, widened by the metric's tolerance, overlap; touching is not enough (20 cores are not 21). Installed memory is sold in GB that mean GiB as
-- often as not, so there a figure in GB also agrees with the same figure in GiB. Words agree when equal, or when one says less.
WITH pairs AS (
  SELECT
    c.id AS claim_id,
    f.id AS chosen_claim_id,
    c.state AS c_state,
    f.state AS f_state,
    LOWER(c.text) AS c_text,
    LOWER(f.text) AS f_text,
    f.value IS NULL AND c.value IS NULL AS is_words,
    m.many,
    c.low - ABS(c.low) * m.tolerance AS c_low,
    c.high + ABS(c.high) * m.tolerance AS c_high,
    f.low - ABS(f.low) * m.tolerance AS f_low,
    f.high + ABS(f.high) * m.tolerance AS f_high,
    CASE WHEN m.gb_may_mean_gib AND f.binary_unit AND NOT c.binary_unit THEN 1.073741824 ELSE 1 END AS c_scale,
    CASE WHEN m.gb_may_mean_gib AND c.binary_unit AND NOT f.binary_unit THEN 1.073741824 ELSE 1 END AS f_scale
  FROM claims AS c
  JOIN metrics AS m ON m.id = c.metric_id
  JOIN rankings AS r ON r.platform_id = c.platform_id AND r.metric_id = c.metric_id AND r.place = 1
  JOIN claims AS f ON f.id = r.claim_id
  WHERE c.state <> 'unknown'
)
SELECT
  claim_id,
  chosen_claim_id,
  CASE
    WHEN many THEN 1
    WHEN f_state <> c_state THEN 0
    WHEN f_state = 'none' THEN 1
    WHEN is_words THEN
      CASE WHEN f_text = c_text OR f_text LIKE c_text || ' %' OR c_text LIKE f_text || ' %' THEN 1 ELSE 0 END
    WHEN COALESCE(f_high > c_low, 1 = 1) AND COALESCE(c_high > f_low, 1 = 1) THEN 1
    WHEN
      c_scale * f_scale > 1
      AND COALESCE(f_high * f_scale > c_low * c_scale, 1 = 1) AND COALESCE(c_high * c_scale > f_low * f_scale, 1 = 1)
      THEN 1
    ELSE 0
  END AS agrees
FROM pairs
