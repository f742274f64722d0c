-- coverage: one row is a vendor and a subject (a metric, the price, measured speed): of how many of its platforms it is known, and of how
-- many two publishers agree, one of whom is more than a database. A subject that nobody stated of a vendor's platforms has a row only
-- where every platform should have it: headline metrics, price, measured speed.
WITH makers AS (
  SELECT vendor, COUNT(*) AS platforms FROM platforms GROUP BY vendor
),
known_metrics AS (
  SELECT p.vendor, f.metric_id AS subject, COUNT(*) AS known, SUM(CASE WHEN s.independent THEN 1 ELSE 0 END) AS independent
  FROM facts AS f
  JOIN platforms AS p ON p.id = f.platform_id
  JOIN support AS s ON s.platform_id = f.platform_id AND s.metric_id = f.metric_id
  GROUP BY p.vendor, f.metric_id
),
priced AS (
  SELECT platform_id, COUNT(DISTINCT s.publisher) AS publishers
  FROM prices AS x
  JOIN sources AS s ON s.id = x.source_id
  WHERE x.rank = 'normal'
  GROUP BY platform_id
),
measured AS (
  SELECT platform_id, COUNT(DISTINCT s.publisher) AS publishers
  FROM measurements AS x
  JOIN sources AS s ON s.id = x.source_id
  GROUP BY platform_id
),
known AS (
  SELECT vendor, subject, known, independent FROM known_metrics
  UNION ALL
  SELECT p.vendor, 'price', COUNT(*), SUM(CASE WHEN x.publishers >= 2 THEN 1 ELSE 0 END)
  FROM priced AS x
  JOIN platforms AS p ON p.id = x.platform_id
  GROUP BY p.vendor
  UNION ALL
  SELECT p.vendor, 'measured speed', COUNT(*), SUM(CASE WHEN x.publishers >= 2 THEN 1 ELSE 0 END)
  FROM measured AS x
  JOIN platforms AS p ON p.id = x.platform_id
  GROUP BY p.vendor
),
expected AS (
  SELECT id AS subject FROM metrics WHERE headline
  UNION ALL
  SELECT 'price'
  UNION ALL
  SELECT 'measured speed'
),
pairs AS (
  SELECT m.vendor, e.subject FROM makers AS m CROSS JOIN expected AS e
  UNION
  SELECT vendor, subject FROM known
)
SELECT
  x.vendor,
  x.subject,
  m.platforms,
  COALESCE(k.known, 0) AS known,
  COALESCE(k.independent, 0) AS independent,
  1.0 * COALESCE(k.known, 0) / NULLIF(m.platforms, 0) AS share
FROM pairs AS x
JOIN makers AS m ON m.vendor = x.vendor
LEFT JOIN known AS k ON k.vendor = x.vendor AND k.subject = x.subject
