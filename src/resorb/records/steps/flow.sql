-- Where each person found leaves: the first step that applies; step NULL stays to the end.
CREATE TEMP TABLE flow AS
SELECT person_id, f.index_day, min(l.step) AS step
FROM found AS f LEFT JOIN leaves AS l USING (person_id)
GROUP BY person_id, f.index_day
