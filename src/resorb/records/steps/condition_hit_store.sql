-- Every condition record that means a set, in a store: its kind is on the record, and records are sorted by it.
CREATE TEMP TABLE condition_hit AS
SELECT h.key, r.person_id, r.condition_start_date AS day, r.condition_occurrence_id AS id,
  r.condition_source_value AS printed
FROM cdm_condition_occurrence AS r
JOIN (
  SELECT k.kind, h.key FROM condition_kind AS k JOIN condition_kind_hit AS h
    ON h.condition_concept_id = k.condition_concept_id
    AND h.condition_source_concept_id = k.condition_source_concept_id
    AND h.condition_source_value IS NOT DISTINCT FROM k.condition_source_value
) AS h ON h.kind = r.kind
