-- Courses: from the first supply until the last one is used up; open when nothing says how long the last one lasts.
CREATE TEMP TABLE course AS
SELECT person_id, product, route, number, min(day) AS start,
  CASE WHEN max(day) FILTER (lasts IS NULL) = max(day) THEN NULL ELSE max(day + lasts) END AS stop,
  count(*) AS n_supplies, min(id) AS first_id,
  row_number() OVER (PARTITION BY person_id ORDER BY min(day), product, number) AS place
FROM course_supply
GROUP BY person_id, product, route, number
