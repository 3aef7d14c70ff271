-- The kinds of condition record there are among those: few beside the records.
CREATE TEMP TABLE condition_kind AS
SELECT DISTINCT condition_concept_id, condition_source_concept_id, condition_source_value FROM condition_near
