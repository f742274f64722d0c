-- facts: one row is the chosen claim about one metric of one platform, and how many publishers agree with it.
-- Only publishers count, copies left out; a claim of an earlier stage (announced, then shipped) is superseded, not dissent.
WITH votes AS (
  SELECT
    a.chosen_claim_id,
    COUNT(DISTINCT CASE WHEN s.copies_source_id IS NULL THEN s.publisher END) AS publishers,
    COUNT(DISTINCT CASE WHEN s.copies_source_id IS NULL AND a.agrees = 1 THEN s.publisher END) AS agreeing,
    COUNT(DISTINCT CASE WHEN s.copies_source_id IS NULL AND a.agrees = 0 AND c.stage = f.stage THEN s.publisher END) AS dissenting
  FROM agreements AS a
  JOIN claims AS c ON c.id = a.claim_id AND c.rank <> 'deprecated'
  JOIN claims AS f ON f.id = a.chosen_claim_id
  JOIN sources AS s ON s.id = c.source_id
  GROUP BY a.chosen_claim_id
)
SELECT
  f.platform_id,
  f.metric_id,
  f.printed,
  f.value,
  f.low,
  f.high,
  f.unit,
  f.text,
  f.state,
  f.bound,
  f.stage,
  f.as_of,
  f.id AS claim_id,
  f.source_id,
  v.publishers,
  v.agreeing,
  v.dissenting,
  CASE WHEN v.dissenting > 0 AND f.rank <> 'preferred' THEN 1 ELSE 0 END AS disputed,
  r.before_next_because AS chosen_because
FROM rankings AS r
JOIN claims AS f ON f.id = r.claim_id
JOIN votes AS v ON v.chosen_claim_id = r.claim_id
WHERE r.place = 1
