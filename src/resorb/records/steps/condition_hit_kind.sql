-- The numbers of the kinds of condition record that mean a set, in a store.
CREATE TEMP TABLE condition_hit_kind AS
SELECT k.kind, h.key
FROM condition_kind AS k JOIN condition_kind_hit AS h
  ON h.condition_concept_id = k.condition_concept_id
  AND h.condition_source_concept_id = k.condition_source_concept_id
  AND h.condition_source_value IS NOT DISTINCT FROM k.condition_source_value
