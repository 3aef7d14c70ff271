-- The condition records of those concerned that may mean a set, read once.
CREATE TEMP TABLE condition_near AS
FROM their_condition_occurrence
WHERE condition_concept_id IN (SELECT concept_id FROM set_concept)
  OR condition_source_concept_id IN (SELECT concept_id FROM set_concept)
  OR condition_source_value IN (SELECT text FROM condition_text)
