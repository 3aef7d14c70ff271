-- Supplied less often than asked for.
INSERT INTO leaves
SELECT $step, f.person_id, NULL, NULL, count(DISTINCT s.day) || ' supplies'
FROM found AS f JOIN supply AS s ON s.person_id = f.person_id AND s.in_period
GROUP BY f.person_id
HAVING count(DISTINCT s.day) < $than
