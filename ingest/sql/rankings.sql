-- rankings: one row is a claim and its place among the claims about the same metric of the same platform; place 1 is chosen.
-- Order of choice: preferred rank, later stage, trust in the kind of source, GB before GiB where the trade mixes them, exact
-- before bounded, more printed digits, newest (an undated one counts as oldest), id. Deprecated claims and "unknown" have no place.
-- The columns after place are what the order is made of, smaller first.
WITH candidates AS (
  SELECT
    c.id AS claim_id,
    c.platform_id,
    c.metric_id,
    CASE c.rank WHEN 'preferred' THEN 0 ELSE 1 END AS rank_place,
    CASE c.stage WHEN 'shipping' THEN 0 WHEN 'preliminary' THEN 1 ELSE 2 END AS stage_place,
    t.place AS trust_place,
    CASE WHEN m.gb_may_mean_gib AND c.binary_unit THEN 1 ELSE 0 END AS unit_place,
    CASE c.bound WHEN 'exact' THEN 0 ELSE 1 END AS bound_place,
    -c.digits AS digits_place,
    -COALESCE(c.as_of_day, -1000000) AS age_place
  FROM claims AS c
  JOIN metrics AS m ON m.id = c.metric_id
  JOIN sources AS s ON s.id = c.source_id
  JOIN trust AS t ON t.class = m.class AND t.source_kind = s.kind
  WHERE c.rank <> 'deprecated' AND c.state <> 'unknown'
)
SELECT
  claim_id,
  platform_id,
  metric_id,
  ROW_NUMBER() OVER (
    PARTITION BY platform_id, metric_id
    ORDER BY rank_place, stage_place, trust_place, unit_place, bound_place, digits_place, age_place, claim_id
  ) AS place,
  rank_place,
  stage_place,
  trust_place,
  unit_place,
  bound_place,
  digits_place,
  age_place
FROM candidates
