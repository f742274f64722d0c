-- support: one row is a fact and who stands behind it: publishers that agree with it, copies and deprecated claims left out.
-- independent: two publishers at least, of whom one is more than a database or a machine-written page.
WITH voices AS (
  SELECT
    a.chosen_claim_id,
    COUNT(DISTINCT s.publisher) AS publishers,
    COUNT(DISTINCT CASE WHEN s.kind NOT IN ('database', 'machine-answer') THEN s.publisher END) AS beyond_databases,
    COUNT(DISTINCT CASE WHEN s.kind IN ('vendor-datasheet', 'vendor-page', 'vendor-press') THEN s.publisher END) AS makers
  FROM agreements AS a
  JOIN claims AS c ON c.id = a.claim_id AND c.rank <> 'deprecated'
  JOIN sources AS s ON s.id = c.source_id AND s.copies_source_id IS NULL
  WHERE a.agrees
  GROUP BY a.chosen_claim_id
)
SELECT
  f.platform_id,
  f.metric_id,
  COALESCE(v.publishers, 0) AS publishers,
  COALESCE(v.beyond_databases, 0) AS beyond_databases,
  COALESCE(v.makers, 0) AS makers,
  COALESCE(v.publishers, 0) >= 2 AND COALESCE(v.beyond_databases, 0) >= 1 AS independent
FROM facts AS f
LEFT JOIN voices AS v ON v.chosen_claim_id = f.claim_id
