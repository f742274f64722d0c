-- cases: one row is a platform, a number of devices and a step of a workload or of a measurement: everything whose limits are computed.
-- Several devices only where a link between them is published. Devices that split the layers among them exchange next to nothing, so
-- a measurement counts the exchange of tensor parallelism only where its log says so.
WITH counts AS (
  SELECT 1 AS devices UNION ALL SELECT 2 UNION ALL SELECT 4 UNION ALL SELECT 8
)
SELECT
  p.id || '--' || w.id || '--' || CAST(c.devices AS VARCHAR(9)) AS id,
  p.id AS platform_id,
  w.step_id,
  c.devices,
  r.runtime,
  r.engine AS engine,
  TRUE AS exchanges,
  NULL AS threads,
  w.id AS workload_id,
  NULL AS measurement_id
FROM platforms AS p
CROSS JOIN workloads AS w
CROSS JOIN counts AS c
JOIN recipes AS r ON r.id = w.recipe_id
JOIN roofs AS x ON x.platform_id = p.id
WHERE c.devices = 1 OR x.link_gb_s IS NOT NULL
UNION ALL
SELECT
  m.id, m.platform_id, m.step_id, m.devices, m.runtime, COALESCE(m.engine, 'unknown'), COALESCE(' ' || m.conditions || ' ' LIKE '% tp=' || CAST(m.devices AS VARCHAR(9)) || ' %', FALSE), m.threads, NULL, m.id
FROM measurements AS m
WHERE m.step_id IS NOT NULL
