-- buying_prices: one row is what a platform costs to buy in USD on the data's own date.
-- The median street price of the last 60 days if there are three; else the newest list price, then the newest street price or quote,
-- of the last 180 days; else the newest older one of these; else the launch price. Used, rented, announced and deprecated prices
-- never count. Only where no price in USD is known is one in another currency converted, with the newest exchange rate that is not
-- later than the price.
WITH rated AS (
  SELECT
    p.id AS price_id,
    r.id AS rate_id,
    r.per_usd,
    ROW_NUMBER() OVER (PARTITION BY p.id ORDER BY r.first_day DESC) AS newest
  FROM prices AS p
  JOIN exchange_rates AS r ON r.currency = p.currency AND r.first_day <= p.as_of_day
),
usable AS (
  SELECT
    p.*,
    a.data_day - p.as_of_day AS age_days,
    r.rate_id,
    p.amount / COALESCE(r.per_usd, 1) AS amount_usd,
    CASE WHEN p.currency = 'USD' THEN 0 ELSE 1 END AS is_converted
  FROM prices AS p
  CROSS JOIN about AS a
  LEFT JOIN rated AS r ON r.price_id = p.id AND r.newest = 1
  WHERE (p.currency = 'USD' OR r.rate_id IS NOT NULL)
    AND p.basis IN ('street', 'list', 'launch_msrp', 'quote') AND p.stage <> 'announced' AND p.rank = 'normal'
    AND COALESCE(p.condition, 'new') = 'new'
),
recent_street AS (
  SELECT
    usable.*,
    ROW_NUMBER() OVER (PARTITION BY platform_id ORDER BY amount_usd, id) AS place,
    ROW_NUMBER() OVER (PARTITION BY platform_id ORDER BY as_of_day DESC, id) AS newest,
    COUNT(*) OVER (PARTITION BY platform_id) AS observations
  FROM usable
  WHERE basis = 'street' AND age_days <= 60 AND is_converted = 0
),
medians AS (
  SELECT platform_id, AVG(amount_usd) AS amount_usd
  FROM recent_street
  WHERE observations >= 3 AND 2 * place BETWEEN observations AND observations + 2
  GROUP BY platform_id
),
options AS (
  SELECT
    r.platform_id, m.amount_usd, r.printed, r.rate_id, 'street' AS basis, r.scope, r.as_of, r.as_of_day, r.age_days,
    r.observations, r.id AS price_id, r.source_id, 0 AS is_converted, 1 AS preference,
    'median of ' || CAST(r.observations AS VARCHAR(9)) || ' street prices of the last 60 days' AS chosen_because
  FROM recent_street AS r
  JOIN medians AS m ON m.platform_id = r.platform_id
  WHERE r.newest = 1
  UNION ALL
  SELECT
    platform_id, amount_usd, printed, rate_id, basis, scope, as_of, as_of_day, age_days, 1, id, source_id, is_converted,
    CASE
      WHEN basis = 'launch_msrp' THEN 5
      WHEN age_days > 180 THEN 4
      WHEN basis = 'list' THEN 2
      ELSE 3
    END,
    CASE
      WHEN basis = 'launch_msrp' THEN 'launch price; no later price as new is known'
      WHEN age_days > 180 THEN 'newest price; none of the last 180 days is known'
      WHEN basis = 'list' THEN 'newest list price; fewer than three street prices in the last 60 days'
      ELSE 'newest single price; no list price of the last 180 days is known'
    END
    || CASE WHEN is_converted = 1 THEN '; converted, because no price in USD is known' ELSE '' END
  FROM usable
),
ordered AS (
  SELECT
    options.*,
    ROW_NUMBER() OVER (PARTITION BY platform_id ORDER BY is_converted, preference, as_of_day DESC, basis, price_id) AS place
  FROM options
)
SELECT
  platform_id,
  amount_usd,
  printed,
  rate_id,
  basis,
  scope,
  as_of,
  as_of_day,
  age_days,
  age_days > 180 AS stale,
  observations,
  price_id,
  source_id,
  chosen_because
FROM ordered
WHERE place = 1
