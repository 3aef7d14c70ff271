-- Every condition record that means a set. A record that the source holds twice stands here twice: those who count
-- records count different ones.
CREATE TEMP TABLE condition_hit AS
SELECT h.key, r.person_id, r.condition_start_date AS day, r.condition_occurrence_id AS id,
  r.condition_source_value AS printed
FROM condition_near AS r
JOIN condition_kind_hit AS h
  ON h.condition_concept_id = r.condition_concept_id
  AND h.condition_source_concept_id = r.condition_source_concept_id
  AND h.condition_source_value IS NOT DISTINCT FROM r.condition_source_value
