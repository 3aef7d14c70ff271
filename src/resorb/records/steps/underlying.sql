-- Underlying conditions of the persons found, at any time.
CREATE TEMP TABLE underlying AS
SELECT person_id, key, min(day) AS since, arg_min(id, (day, id)) AS id, count(DISTINCT (id, day, printed)) AS n
FROM condition_hit SEMI JOIN found USING (person_id)
WHERE starts_with(key, 'underlying ')
GROUP BY person_id, key
