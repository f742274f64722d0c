-- gaps: one row is something that a contributor can mend about a platform: the to-do list, what matters most first.
--   missing         nobody has looked: no claim at all, not even that it is unpublished
--   single-sourced  one publisher alone, copies left out
--   thin            several publishers, but databases and machine-written pages only
--   disputed        sources disagree, and nothing has settled it
--   not yet shipped the chosen figure is an announced or preliminary one, though the platform ships
--   stale           a price older than 180 days of a platform that ships, or documents not read again for as long
-- matters = importance of the platform (see freshness) x weight of the subject: 3 for memory capacity and bandwidth, which every bound
-- starts from; 2 for the price, the 16-bit rate, rated power and measured speed, which cost and estimates hang on; 1 for the other
-- headline metrics. Nothing else is listed: a hole that no column of the comparison shows does not mislead anybody.
WITH weights AS (
  SELECT
    id AS metric_id,
    label,
    CASE WHEN id IN ('memory_capacity', 'memory_bandwidth') THEN 3 WHEN id IN ('tdp', 'bf16_dense', 'fp16_dense') THEN 2 ELSE 1 END AS weight
  FROM metrics
  WHERE headline
),
-- Every platform has these, so that their absence is a gap.
expected AS (
  SELECT p.id AS platform_id, w.metric_id, w.label, w.weight
  FROM platforms AS p
  JOIN weights AS w ON w.metric_id IN ('memory_capacity', 'memory_bandwidth', 'memory_type', 'tdp')
  WHERE w.metric_id <> 'tdp' OR p.kind NOT IN ('instance', 'rack')
),
no_claim AS (
  SELECT e.platform_id, e.metric_id AS subject, 'missing' AS gap, e.weight, 'no source says anything of ' || e.label AS what, NULL AS source_id
  FROM expected AS e
  LEFT JOIN claims AS c ON c.platform_id = e.platform_id AND c.metric_id = e.metric_id
  WHERE c.id IS NULL
),
sixteen_bits AS (
  SELECT platform_id FROM claims WHERE metric_id IN ('bf16_dense', 'fp16_dense', 'fp16_dense_fp16acc')
  UNION
  SELECT platform_id FROM peak_rates WHERE compute IN ('bf16', 'fp16') AND NOT is_floor
),
no_rate AS (
  SELECT p.id AS platform_id, '16-bit rate' AS subject, 'missing' AS gap, 2 AS weight,
    'no source states a dense BF16 or FP16 matrix rate, so that bounds of reading are floors or unknown' AS what, NULL AS source_id
  FROM platforms AS p
  LEFT JOIN sixteen_bits AS s ON s.platform_id = p.id
  WHERE s.platform_id IS NULL
),
hourly AS (
  SELECT DISTINCT platform_id FROM prices WHERE basis = 'cloud_hour' AND rank = 'normal'
),
no_price AS (
  SELECT p.id AS platform_id, 'price' AS subject, 'missing' AS gap, 2 AS weight,
    CASE WHEN p.kind = 'instance' THEN 'no price per hour' ELSE 'no price in USD or convertible, and no launch price' END AS what,
    NULL AS source_id
  FROM platforms AS p
  LEFT JOIN buying_prices AS b ON b.platform_id = p.id
  LEFT JOIN hourly AS h ON h.platform_id = p.id
  WHERE p.lifecycle = 'shipping' AND b.platform_id IS NULL AND h.platform_id IS NULL AND p.kind IN ('card', 'system', 'instance')
),
no_speed AS (
  SELECT f.platform_id, 'measured speed' AS subject, 'missing' AS gap, 2 AS weight, 'no measured speed of a language model' AS what, NULL AS source_id
  FROM freshness AS f
  JOIN platforms AS p ON p.id = f.platform_id
  WHERE f.measurements = 0 AND p.lifecycle <> 'announced' AND p.kind <> 'chip'
),
backed AS (
  SELECT f.*, s.publishers AS voices, s.beyond_databases, w.label, w.weight, p.lifecycle
  FROM facts AS f
  JOIN weights AS w ON w.metric_id = f.metric_id
  JOIN support AS s ON s.platform_id = f.platform_id AND s.metric_id = f.metric_id
  JOIN platforms AS p ON p.id = f.platform_id
),
weak AS (
  SELECT platform_id, metric_id AS subject, 'single-sourced' AS gap, weight, label || ' ' || printed || ': one publisher' AS what, source_id
  FROM backed
  WHERE voices < 2
  UNION ALL
  SELECT platform_id, metric_id, 'thin', weight, label || ' ' || printed || ': databases and machine-written pages only', source_id
  FROM backed
  WHERE voices >= 2 AND beyond_databases = 0
  UNION ALL
  SELECT
    platform_id, metric_id, 'disputed', weight,
    label || ' ' || printed || ': publishers that say otherwise: ' || CAST(dissenting AS VARCHAR(9)), source_id
  FROM backed
  WHERE disputed
  UNION ALL
  SELECT platform_id, metric_id, 'not yet shipped', weight, label || ' ' || printed || ': the chosen figure is ' || stage, source_id
  FROM backed
  WHERE stage <> 'shipping' AND lifecycle = 'shipping'
),
old_prices AS (
  SELECT b.platform_id, 'price' AS subject, 'stale' AS gap, 2 AS weight,
    'the newest price, ' || b.printed || ', is of ' || b.as_of AS what, b.source_id
  FROM buying_prices AS b
  JOIN platforms AS p ON p.id = b.platform_id
  WHERE b.stale AND p.lifecycle = 'shipping'
),
old_documents AS (
  SELECT platform_id, 'documents' AS subject, 'stale' AS gap, 2 AS weight, 'none of its documents was read again since ' || last_checked AS what, NULL AS source_id
  FROM freshness
  WHERE age_days > 180
),
together AS (
  SELECT * FROM no_claim
  UNION ALL
  SELECT * FROM no_rate
  UNION ALL
  SELECT * FROM no_price
  UNION ALL
  SELECT * FROM no_speed
  UNION ALL
  SELECT * FROM weak
  UNION ALL
  SELECT * FROM old_prices
  UNION ALL
  SELECT * FROM old_documents
)
SELECT
  t.platform_id || '--' || REPLACE(t.subject, ' ', '-') || '--' || REPLACE(t.gap, ' ', '-') AS id,
  t.platform_id,
  t.subject,
  t.gap,
  t.what,
  f.importance * t.weight AS matters,
  f.importance,
  t.weight,
  f.last_checked,
  t.source_id
FROM together AS t
JOIN freshness AS f ON f.platform_id = t.platform_id
