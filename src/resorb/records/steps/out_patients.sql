-- The patients of the study, with the least and greatest age in years they can have had at the first supply.
SELECT s.person_id, s.index_day, b.gender_concept_id, b.gender_source_value, b.race_source_value,
  date_sub('year', b.latest, s.index_day), date_sub('year', b.soonest, s.index_day), d.death_date
FROM stays AS s
LEFT JOIN birth AS b USING (person_id)
LEFT JOIN (SELECT person_id, min(death_date) AS death_date FROM cdm_death GROUP BY person_id) AS d USING (person_id)
ORDER BY s.person_id
