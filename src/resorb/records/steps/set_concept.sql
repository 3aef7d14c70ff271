-- The concepts that each set of codes means: those named, those that carry a named code, and their descendants.
CREATE TEMP TABLE set_concept AS
WITH named AS (
  SELECT key, concept_id, narrower FROM wanted_concept
  UNION
  SELECT w.key, c.concept_id, w.narrower
  FROM wanted_code AS w JOIN cdm_concept AS c
    ON c.vocabulary_id = w.vocabulary AND (c.concept_code = w.code OR (w.prefix AND starts_with(c.concept_code, w.code)))
)
SELECT key, concept_id FROM named WHERE concept_id <> 0
UNION
SELECT n.key, a.descendant_concept_id
FROM named AS n JOIN cdm_concept_ancestor AS a ON a.ancestor_concept_id = n.concept_id
WHERE n.narrower
