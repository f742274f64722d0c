-- only_parts: one row is a system that contains one chip and nothing else: what is published of the chip stands in for the system.
SELECT platform_id, MAX(part_id) AS part_id
FROM platform_parts
GROUP BY platform_id
HAVING COUNT(*) = 1 AND MAX(count) = 1
