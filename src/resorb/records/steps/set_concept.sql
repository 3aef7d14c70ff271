-- The concepts that each set of codes means: those named, their descendants, and those that carry a named code.
CREATE TEMP TABLE set_concept AS
SELECT key, concept_id FROM wanted_concept
UNION
SELECT w.key, a.descendant_concept_id
FROM wanted_concept AS w JOIN cdm_concept_ancestor AS a ON a.ancestor_concept_id = w.concept_id
WHERE w.narrower
UNION
SELECT w.key, c.concept_id
FROM wanted_code AS w JOIN cdm_concept AS c
  ON c.vocabulary_id = w.vocabulary AND (c.concept_code = w.code OR (w.prefix AND starts_with(c.concept_code, w.code)))
