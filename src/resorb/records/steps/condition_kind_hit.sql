-- Which kinds of condition record mean a set: by concept, or by the code as the source wrote it where no concept
-- tells of which vocabulary that code is.
CREATE TEMP TABLE condition_kind_hit AS
SELECT k.condition_concept_id, k.condition_source_concept_id, k.condition_source_value, s.key
FROM condition_kind AS k JOIN set_concept AS s ON s.concept_id = k.condition_concept_id
UNION
SELECT k.condition_concept_id, k.condition_source_concept_id, k.condition_source_value, s.key
FROM condition_kind AS k JOIN set_concept AS s ON s.concept_id = k.condition_source_concept_id
UNION
SELECT k.condition_concept_id, k.condition_source_concept_id, k.condition_source_value, w.key
FROM condition_kind AS k
JOIN wanted_code AS w
  ON replace(upper(trim(k.condition_source_value)), '.', '') = w.plain
  OR (w.prefix AND starts_with(replace(upper(trim(k.condition_source_value)), '.', ''), w.plain))
ANTI JOIN cdm_concept AS c ON c.concept_id = k.condition_source_concept_id AND c.concept_id <> 0
