-- facts: one row is the chosen claim about one metric of one platform, and how many publishers agree with it.
-- Only publishers count, copies left out; a claim of an earlier stage (announced, then shipped) is superseded, not dissent.
-- chosen_because tells it from the best-placed claim that contradicts it; where nobody does, from the next claim.
WITH votes AS (
  SELECT
    a.chosen_claim_id,
    COUNT(DISTINCT CASE WHEN s.copies_source_id IS NULL THEN s.publisher END) AS publishers,
    COUNT(DISTINCT CASE WHEN s.copies_source_id IS NULL AND a.agrees THEN s.publisher END) AS agreeing,
    COUNT(DISTINCT CASE WHEN s.copies_source_id IS NULL AND NOT a.agrees AND c.stage = f.stage THEN s.publisher END) AS dissenting
  FROM agreements AS a
  JOIN claims AS c ON c.id = a.claim_id AND c.rank <> 'deprecated'
  JOIN claims AS f ON f.id = a.chosen_claim_id
  JOIN sources AS s ON s.id = c.source_id
  GROUP BY a.chosen_claim_id
),
rivals AS (
  SELECT
    a.chosen_claim_id,
    a.chosen_because,
    ROW_NUMBER() OVER (PARTITION BY a.chosen_claim_id ORDER BY CASE WHEN a.agrees THEN 1 ELSE 0 END, r.place) AS place
  FROM agreements AS a
  JOIN rankings AS r ON r.claim_id = a.claim_id
  WHERE a.claim_id <> a.chosen_claim_id
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
  f.binary_unit,
  f.stage,
  f.as_of,
  f.id AS claim_id,
  f.source_id,
  v.publishers,
  v.agreeing,
  v.dissenting,
  v.dissenting > 0 AND f.rank <> 'preferred' AS disputed,
  COALESCE(rival.chosen_because, 'it is the only claim that stands') AS chosen_because
FROM rankings AS r
JOIN claims AS f ON f.id = r.claim_id
JOIN votes AS v ON v.chosen_claim_id = r.claim_id
LEFT JOIN rivals AS rival ON rival.chosen_claim_id = r.claim_id AND rival.place = 1
WHERE r.place = 1
