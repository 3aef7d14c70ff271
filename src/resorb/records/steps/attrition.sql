-- Persons, courses and lesions that leave at each step; step NULL are those that stay.
WITH courses AS (SELECT person_id, count(*) AS n FROM course GROUP BY person_id),
lesions AS (
  SELECT person_id, count(DISTINCT site) AS n FROM statement WHERE holds AND site IS NOT NULL GROUP BY person_id
)
SELECT f.step, count(*) AS persons, coalesce(sum(c.n), 0)::BIGINT AS courses, coalesce(sum(l.n), 0)::BIGINT AS lesions
FROM flow AS f LEFT JOIN courses AS c USING (person_id) LEFT JOIN lesions AS l USING (person_id)
GROUP BY f.step
ORDER BY f.step NULLS LAST
