-- efficiencies: one row is a kind of case (runtime, engine, hardware, architecture, memory, routing, packing, rate) in a phase, with what
-- measurements say of it: each figure is the product of the factors in calibrations at every level that names the kind; a level never measured counts as 1.
-- Waste is the time on top of that at the rated bandwidth, so that a share of the bandwidth is 1 / (1 + waste) and never above 1.
WITH kinds AS (
  SELECT DISTINCT kind, runtime, engine, maker, hardware, architecture, memory, routing, packing, basis FROM loads
),
named AS (
  SELECT kind, 'all' AS level, 'all' AS name FROM kinds
  UNION ALL
  SELECT kind, 'runtime', runtime FROM kinds
  UNION ALL
  SELECT kind, 'hardware', hardware FROM kinds
  UNION ALL
  SELECT kind, 'architecture', architecture FROM kinds
  UNION ALL
  SELECT kind, 'memory', memory FROM kinds
  UNION ALL
  SELECT kind, 'engine', runtime || ', ' || engine FROM kinds
  UNION ALL
  SELECT kind, 'runtime on hardware', runtime || ' on ' || hardware FROM kinds
  UNION ALL
  SELECT kind, 'runtime on maker', runtime || ' on ' || maker FROM kinds
  UNION ALL
  SELECT kind, 'runtime on architecture', runtime || ' on ' || architecture FROM kinds
  UNION ALL
  SELECT kind, 'engine on architecture', runtime || ', ' || engine || ' on ' || architecture FROM kinds
  UNION ALL
  SELECT kind, 'routing', runtime || ' on ' || hardware || ', ' || routing FROM kinds
  UNION ALL
  SELECT kind, 'runtime and routing', runtime || ', ' || routing FROM kinds
  UNION ALL
  SELECT kind, 'runtime and packing', runtime || ', ' || packing FROM kinds
  UNION ALL
  SELECT kind, 'packing on CPUs', CASE WHEN hardware = 'CPU' THEN runtime || ', ' || packing ELSE 'other processors' END FROM kinds
  UNION ALL
  SELECT kind, 'maker and rate', maker || ', ' || basis FROM kinds
  UNION ALL
  SELECT kind, 'runtime and rate', runtime || ', ' || basis FROM kinds
  UNION ALL
  SELECT kind, 'architecture and rate', architecture || ', ' || basis FROM kinds
),
factors AS (
  SELECT
    n.kind,
    c.phase,
    c.quantity,
    MAX(CASE WHEN c.level = 'all' THEN c.factor END)
    * COALESCE(MAX(CASE WHEN c.level = 'runtime' THEN c.factor END), 1)
    * COALESCE(MAX(CASE WHEN c.level = 'hardware' THEN c.factor END), 1)
    * COALESCE(MAX(CASE WHEN c.level = 'architecture' THEN c.factor END), 1)
    * COALESCE(MAX(CASE WHEN c.level = 'memory' THEN c.factor END), 1)
    * COALESCE(MAX(CASE WHEN c.level = 'engine' THEN c.factor END), 1)
    * COALESCE(MAX(CASE WHEN c.level = 'runtime on hardware' THEN c.factor END), 1)
    * COALESCE(MAX(CASE WHEN c.level = 'runtime on maker' THEN c.factor END), 1)
    * COALESCE(MAX(CASE WHEN c.level = 'runtime on architecture' THEN c.factor END), 1)
    * COALESCE(MAX(CASE WHEN c.level = 'engine on architecture' THEN c.factor END), 1)
    * COALESCE(MAX(CASE WHEN c.level = 'routing' THEN c.factor END), 1)
    * COALESCE(MAX(CASE WHEN c.level = 'runtime and routing' THEN c.factor END), 1)
    * COALESCE(MAX(CASE WHEN c.level = 'runtime and packing' THEN c.factor END), 1)
    * COALESCE(MAX(CASE WHEN c.level = 'packing on CPUs' THEN c.factor END), 1)
    * COALESCE(MAX(CASE WHEN c.level = 'maker and rate' THEN c.factor END), 1)
    * COALESCE(MAX(CASE WHEN c.level = 'runtime and rate' THEN c.factor END), 1)
    * COALESCE(MAX(CASE WHEN c.level = 'architecture and rate' THEN c.factor END), 1) AS product,
    MAX(CASE WHEN c.level = 'runtime on hardware' THEN c.platforms ELSE 0 END) AS platforms
  FROM named AS n
  JOIN calibrations AS c ON c.level = n.level AND c.name = n.name
  GROUP BY n.kind, c.phase, c.quantity
)
SELECT
  f.kind,
  f.phase,
  CASE WHEN MAX(f.platforms) > 0 THEN k.runtime || ' on ' || k.hardware ELSE 'all (never measured: ' || k.runtime || ' on ' || k.hardware || ')' END
    AS calibration,
  MAX(f.platforms) AS platforms,
  1 / (1 + MAX(CASE WHEN f.quantity = 'memory_waste' THEN f.product END)) AS memory_efficiency,
  1 / (1 + MAX(CASE WHEN f.quantity = 'cache_waste' THEN f.product END)) AS cache_efficiency,
  MAX(CASE WHEN f.quantity = 'compute_efficiency' THEN f.product END) AS compute_efficiency,
  MAX(CASE WHEN f.quantity = 'attention_efficiency' THEN f.product END) AS attention_efficiency,
  MAX(CASE WHEN f.quantity = 'unpacking' THEN f.product END) AS unpacking,
  MAX(CASE WHEN f.quantity = 'attending' THEN f.product END) AS attending,
  MAX(CASE WHEN f.quantity = 'layer_ms' THEN f.product END) AS layer_ms,
  MAX(CASE WHEN f.quantity = 'expert_layer_ms' THEN f.product END) AS expert_layer_ms,
  MAX(CASE WHEN f.quantity = 'state_layer_ms' THEN f.product END) AS state_layer_ms,
  MAX(CASE WHEN f.quantity = 'window_layer_ms' THEN f.product END) AS window_layer_ms,
  MAX(CASE WHEN f.quantity = 'step_ms' THEN f.product END) AS step_ms,
  MAX(CASE WHEN f.quantity = 'low' THEN f.product END) AS low,
  MAX(CASE WHEN f.quantity = 'high' THEN f.product END) AS high
FROM factors AS f
JOIN kinds AS k ON k.kind = f.kind
GROUP BY f.kind, f.phase, k.runtime, k.hardware
