-- The conditions asked for that a person has on record.
SELECT key, count(DISTINCT (id, day, printed)), min(day), max(day), arg_min(id, (day, id))
FROM condition_hit WHERE person_id = $person GROUP BY key ORDER BY min(day), key
