-- agreements: one row is a claim held against the chosen claim about the same metric of the same platform.
-- Figures agree when their intervals, widened by the metric's tolerance, overlap; touching is not enough (20 cores are not 21).
-- Memory is sold in GB that mean GiB as often as not, so there a figure in GB also agrees with the same figure in GiB.
-- Words agree when equal, or when one says less. chosen_because is the first step of the order that tells the two apart.
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
    CASE WHEN m.gb_may_mean_gib AND c.binary_unit AND NOT f.binary_unit THEN 1.073741824 ELSE 1 END AS f_scale,
    CASE
      WHEN c.id = f.id THEN 'it is the chosen one'
      WHEN c.rank = 'deprecated' THEN 'the other is deprecated: ' || c.why
      WHEN x.rank_place < y.rank_place THEN 'it is preferred: ' || f.why
      WHEN x.stage_place < y.stage_place THEN 'it is of a later stage: ' || f.stage || ' after ' || c.stage
      WHEN x.trust_place < y.trust_place THEN 'its kind of source is believed first: ' || fs.kind || ' before ' || cs.kind
      WHEN x.unit_place < y.unit_place THEN 'it is printed in GB, as other platforms are'
      WHEN x.bound_place < y.bound_place THEN 'it is exact, not bounded'
      WHEN x.digits_place < y.digits_place THEN 'it is printed with more digits'
      WHEN x.age_place < y.age_place THEN 'it is newer'
      ELSE 'nothing else tells the two apart and its id comes first'
    END AS chosen_because
  FROM claims AS c
  JOIN metrics AS m ON m.id = c.metric_id
  JOIN rankings AS x ON x.platform_id = c.platform_id AND x.metric_id = c.metric_id AND x.place = 1
  JOIN claims AS f ON f.id = x.claim_id
  JOIN sources AS fs ON fs.id = f.source_id
  JOIN sources AS cs ON cs.id = c.source_id
  LEFT JOIN rankings AS y ON y.claim_id = c.id
  WHERE c.state <> 'unknown'
)
SELECT
  claim_id,
  chosen_claim_id,
  CASE
    WHEN many THEN TRUE
    WHEN f_state <> c_state THEN FALSE
    WHEN f_state = 'none' THEN TRUE
    WHEN is_words THEN
      f_text = c_text
      OR SUBSTR(f_text, 1, LENGTH(c_text) + 1) = c_text || ' '
      OR SUBSTR(c_text, 1, LENGTH(f_text) + 1) = f_text || ' '
    WHEN COALESCE(f_high > c_low, TRUE) AND COALESCE(c_high > f_low, TRUE) THEN TRUE
    WHEN
      c_scale * f_scale > 1
      AND COALESCE(f_high * f_scale > c_low * c_scale, TRUE) AND COALESCE(c_high * c_scale > f_low * f_scale, TRUE)
      THEN TRUE
    ELSE FALSE
  END AS agrees,
  chosen_because
FROM pairs
