-- Whom the protocol concerns: persons with a record of the target at any time. One narrow pass a column, which reads
-- foreign files faster than one pass over all of them.
CREATE TEMP TABLE concerned AS
WITH target AS (SELECT concept_id FROM set_concept WHERE key = 'target')
SELECT person_id FROM cdm_condition_occurrence SEMI JOIN target ON concept_id = condition_concept_id
UNION
SELECT person_id FROM cdm_condition_occurrence SEMI JOIN target ON concept_id = condition_source_concept_id
UNION
SELECT person_id
FROM cdm_condition_occurrence
SEMI JOIN (SELECT text FROM condition_text WHERE key = 'target') AS t ON t.text = condition_source_value
ANTI JOIN cdm_concept AS c ON c.concept_id = condition_source_concept_id AND c.concept_id <> 0
