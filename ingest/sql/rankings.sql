-- rankings: one row is a claim and its place among the claims about the same metric of the same platform; place 1 is chosen.
-- Order of choice: preferred rank, later stage, trust in the kind of source, GB before GiB where the trade mixes them, exact
-- before bounded, more printed digits, newest (an undated one counts as oldest), id. Deprecated claims and "unknown" have no place.
WITH candidates AS (
  SELECT
    c.id,
    c.platform_id,
    c.metric_id,
    c.why,
    c.stage,
    c.digits,
    COALESCE(c.as_of_day, -1000000) AS as_of_day,
    CASE WHEN m.gb_may_mean_gib AND c.binary_unit THEN 1 ELSE 0 END AS unit_place,
    s.kind AS source_kind,
    t.place AS trust_place,
    CASE c.rank WHEN 'preferred' THEN 0 ELSE 1 END AS rank_place,
    CASE c.stage WHEN 'shipping' THEN 0 WHEN 'preliminary' THEN 1 ELSE 2 END AS stage_place,
    CASE c.bound WHEN 'exact' THEN 0 ELSE 1 END AS bound_place
  FROM claims AS c
  JOIN metrics AS m ON m.id = c.metric_id
  JOIN sources AS s ON s.id = c.source_id
  JOIN trust AS t ON t.class = m.class AND t.source_kind = s.kind
  WHERE c.rank <> 'deprecated' AND c.state <> 'unknown'
),
ordered AS (
  SELECT
    candidates.*,
    ROW_NUMBER() OVER choice AS place,
    LEAD(id) OVER choice AS next_id,
    LEAD(rank_place) OVER choice AS next_rank_place,
    LEAD(stage_place) OVER choice AS next_stage_place,
    LEAD(trust_place) OVER choice AS next_trust_place,
    LEAD(unit_place) OVER choice AS next_unit_place,
    LEAD(bound_place) OVER choice AS next_bound_place,
    LEAD(digits) OVER choice AS next_digits,
    LEAD(as_of_day) OVER choice AS next_as_of_day,
    LEAD(source_kind) OVER choice AS next_source_kind
  FROM candidates
  WINDOW choice AS (
    PARTITION BY platform_id, metric_id
    ORDER BY rank_place, stage_place, trust_place, unit_place, bound_place, digits DESC, as_of_day DESC, id
  )
)
SELECT
  id AS claim_id,
  platform_id,
  metric_id,
  place,
  CASE
    WHEN next_id IS NULL AND place = 1 THEN 'it is the only claim that stands'
    WHEN next_id IS NULL THEN 'it comes last'
    WHEN rank_place <> next_rank_place THEN 'it is preferred: ' || why
    WHEN stage_place <> next_stage_place THEN 'it is of a later stage: ' || stage
    WHEN trust_place <> next_trust_place THEN 'its kind of source is believed first: ' || source_kind || ' before ' || next_source_kind
    WHEN unit_place <> next_unit_place THEN 'it is printed in GB, as other platforms are'
    WHEN bound_place <> next_bound_place THEN 'it is exact, not bounded'
    WHEN digits <> next_digits THEN 'it is printed with more digits'
    WHEN as_of_day <> next_as_of_day THEN 'it is newer'
    ELSE 'nothing else tells the two apart and its id comes first'
  END AS before_next_because
FROM ordered
