-- Whom the protocol concerns: persons with a record of the target at any time, whose kind is on the record.
CREATE TEMP TABLE concerned AS
SELECT DISTINCT person_id
FROM cdm_condition_occurrence SEMI JOIN (SELECT kind FROM condition_hit_kind WHERE key = 'target') AS k USING (kind)
