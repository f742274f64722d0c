-- freshness: one row is a platform, when it was last checked, and how much it matters that what we say of it is right.
-- Last checked is the newest day on which one of its documents was read.
-- Importance, from what the base itself knows of the world's interest: the mean of two percentile ranks among all platforms, by those who
-- speak of it (publishers, and published answers that name it) and by the speeds that were measured on it; in percent.
-- Ranks, not counts, so that one long log of measurements does not drown the rest. Half of that where it cannot be bought (any more).
WITH documents AS (
  SELECT platform_id, source_id FROM claims
  UNION
  SELECT platform_id, source_id FROM prices
  UNION
  SELECT platform_id, source_id FROM measurements
),
read AS (
  SELECT
    d.platform_id,
    COUNT(*) AS sources,
    COUNT(DISTINCT s.publisher) AS publishers,
    MAX(s.checked_on) AS last_checked,
    MAX(s.checked_day) AS last_checked_day
  FROM documents AS d
  JOIN sources AS s ON s.id = d.source_id
  GROUP BY d.platform_id
),
said AS (
  SELECT platform_id, COUNT(*) AS claims FROM claims GROUP BY platform_id
),
measured AS (
  SELECT platform_id, COUNT(*) AS measurements FROM measurements GROUP BY platform_id
),
answered AS (
  SELECT x.platform_id, COUNT(DISTINCT f.answer_id) AS answers
  FROM answer_figure_platforms AS x
  JOIN answer_figures AS f ON f.id = x.figure_id
  GROUP BY x.platform_id
),
counted AS (
  SELECT
    p.id AS platform_id,
    p.lifecycle,
    r.last_checked,
    a.data_day - r.last_checked_day AS age_days,
    COALESCE(r.sources, 0) AS sources,
    COALESCE(r.publishers, 0) AS publishers,
    COALESCE(s.claims, 0) AS claims,
    COALESCE(m.measurements, 0) AS measurements,
    COALESCE(w.answers, 0) AS answers
  FROM platforms AS p
  CROSS JOIN about AS a
  LEFT JOIN read AS r ON r.platform_id = p.id
  LEFT JOIN said AS s ON s.platform_id = p.id
  LEFT JOIN measured AS m ON m.platform_id = p.id
  LEFT JOIN answered AS w ON w.platform_id = p.id
),
ranked AS (
  SELECT
    counted.*,
    (PERCENT_RANK() OVER (ORDER BY publishers + answers) + PERCENT_RANK() OVER (ORDER BY measurements)) / 2 * 100 AS interest
  FROM counted
)
SELECT
  platform_id,
  last_checked,
  age_days,
  sources,
  publishers,
  claims,
  measurements,
  answers,
  CASE WHEN lifecycle = 'shipping' THEN interest ELSE interest / 2 END AS importance
FROM ranked
