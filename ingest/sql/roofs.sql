-- roofs: one row is a platform with the figures that bounds start from: memory, the link to others of its kind, and what to call
-- its kind of hardware when measurements are compared.
-- A link counts in one direction: as stated, or half of what adds both directions up; else the network port of a system; else the
-- PCI Express slot of a card.
WITH wide AS (
  SELECT
    platform_id,
    MAX(CASE WHEN metric_id = 'memory_bandwidth' THEN value END) AS memory_bandwidth,
    MAX(CASE WHEN metric_id = 'memory_capacity' THEN value END) AS memory_capacity,
    MAX(CASE WHEN metric_id = 'memory_usable' THEN value END) AS memory_usable,
    MAX(CASE WHEN metric_id = 'memory_type' THEN UPPER(text) END) AS memory_type,
    MAX(CASE WHEN metric_id = 'memory2_bandwidth' THEN value END) AS memory2_bandwidth,
    MAX(CASE WHEN metric_id = 'nvlink_per_direction' THEN value END) AS nvlink_per_direction,
    MAX(CASE WHEN metric_id = 'nvlink_total' THEN value END) AS nvlink_total,
    MAX(CASE WHEN metric_id = 'network_per_port' THEN value END) AS network_per_port,
    MAX(CASE WHEN metric_id = 'pcie' THEN text END) AS pcie,
    MAX(CASE WHEN metric_id = 'architecture' THEN text END) AS architecture,
    MAX(CASE WHEN metric_id = 'gpu_cores' THEN value END) AS gpu_cores,
    MAX(CASE WHEN metric_id = 'cpu_cores' THEN value END) AS cpu_cores,
    MAX(CASE WHEN metric_id = 'power_measured' THEN value END) AS power_measured,
    MAX(CASE WHEN metric_id = 'tdp' THEN value END) AS tdp
  FROM facts
  GROUP BY platform_id
)
SELECT
  p.id AS platform_id,
  x.memory_bandwidth AS memory_bandwidth_gb_s,
  COALESCE(x.memory_usable, x.memory_capacity * share.value) AS usable_gb,
  CASE WHEN x.memory_usable IS NOT NULL THEN 'published' WHEN x.memory_capacity IS NOT NULL THEN 'installed' END AS usable_basis,
  COALESCE(x.memory2_bandwidth, CASE WHEN p.kind IN ('card', 'module') THEN s.gb_s END) AS slow_gb_s,
  CASE WHEN x.memory2_bandwidth IS NOT NULL THEN 'memory2_bandwidth' WHEN p.kind IN ('card', 'module') AND s.gb_s IS NOT NULL THEN 'pcie' END
    AS slow_metric,
  COALESCE(
    x.nvlink_per_direction,
    x.nvlink_total / 2,
    CASE WHEN p.kind IN ('system', 'rack', 'instance') THEN x.network_per_port END,
    CASE WHEN p.kind IN ('card', 'module') THEN s.gb_s END
  ) AS link_gb_s,
  CASE
    WHEN x.nvlink_per_direction IS NOT NULL THEN 'nvlink_per_direction'
    WHEN x.nvlink_total IS NOT NULL THEN 'nvlink_total'
    WHEN p.kind IN ('system', 'rack', 'instance') AND x.network_per_port IS NOT NULL THEN 'network_per_port'
    WHEN p.kind IN ('card', 'module') AND s.gb_s IS NOT NULL THEN 'pcie'
  END AS link_metric,
  COALESCE(x.power_measured, x.tdp) AS power_w,
  CASE WHEN x.power_measured IS NOT NULL THEN 'power_measured' WHEN x.tdp IS NOT NULL THEN 'tdp' END AS power_metric,
  COALESCE(x.architecture, part.architecture) AS architecture,
  COALESCE(x.cpu_cores, part.cpu_cores) AS cpu_cores,
  CASE
    WHEN x.memory_type LIKE 'HBM%' THEN 'HBM'
    WHEN p.kind = 'card' THEN 'card'
    WHEN p.vendor NOT IN ('apple', 'nvidia') AND x.gpu_cores IS NULL AND part.gpu_cores IS NULL
      AND (x.memory_type LIKE 'DDR%' OR x.memory_type LIKE 'LPDDR%') THEN 'CPU'
    WHEN p.vendor = 'apple' OR x.memory_type LIKE 'DDR%' OR x.memory_type LIKE 'LPDDR%' THEN 'unified'
    ELSE 'other'
  END AS memory_class
FROM platforms AS p
CROSS JOIN parameters AS share
LEFT JOIN wide AS x ON x.platform_id = p.id
LEFT JOIN only_parts AS o ON o.platform_id = p.id
LEFT JOIN wide AS part ON part.platform_id = o.part_id
LEFT JOIN pcie_slots AS s ON s.slot = x.pcie
WHERE share.id = 'usable_share'
