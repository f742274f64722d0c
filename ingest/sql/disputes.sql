-- disputes: one row is a fact and a claim that contradicts it, both sides on the row.
-- Deprecated claims are here too: a reader will meet them elsewhere and should find out why they lost.
WITH sides AS (
  SELECT
    f.*,
    c.id AS other_claim_id,
    c.printed AS other_printed,
    c.source_id AS other_source_id,
    c.value AS other_value,
    c.stage AS other_stage,
    c.why AS other_why,
    a.chosen_because AS pair_because,
    s.copies_source_id,
    chosen.why AS chosen_why,
    m.kind AS metric_kind,
    CASE
      WHEN c.rank = 'deprecated' THEN 'deprecated'
      WHEN c.stage <> f.stage THEN 'superseded'
      WHEN s.copies_source_id IS NOT NULL THEN 'copied'
      WHEN chosen.rank = 'preferred' THEN 'settled'
      ELSE 'open'
    END AS status
  FROM agreements AS a
  JOIN claims AS c ON c.id = a.claim_id
  JOIN sources AS s ON s.id = c.source_id
  JOIN facts AS f ON f.claim_id = a.chosen_claim_id
  JOIN claims AS chosen ON chosen.id = f.claim_id
  JOIN metrics AS m ON m.id = f.metric_id
  WHERE NOT a.agrees
)
SELECT
  claim_id || '--against--' || other_claim_id AS id,
  platform_id,
  metric_id,
  printed AS chosen_printed,
  claim_id AS chosen_claim_id,
  source_id AS chosen_source_id,
  other_printed,
  other_claim_id,
  other_source_id,
  CASE WHEN metric_kind = 'quantity' THEN other_value / NULLIF(value, 0) END AS ratio,
  status,
  CASE status
    WHEN 'deprecated' THEN other_why
    WHEN 'superseded' THEN
      'the other figure is of the stage "' || other_stage || '", the chosen one of "' || stage || '"' || COALESCE(': ' || other_why, '')
    WHEN 'copied' THEN 'the other source repeats ' || copies_source_id || ' and has no voice of its own'
    WHEN 'settled' THEN chosen_why
    ELSE 'chosen because ' || pair_because
  END AS reason
FROM sides
