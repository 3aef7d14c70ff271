-- Which kinds of drug record mean a set by concept or by the source's own code.
CREATE TEMP TABLE drug_kind_hit AS
SELECT k.kind, s.key FROM drug_kind AS k JOIN set_concept AS s ON s.concept_id = k.drug_concept_id
UNION
SELECT k.kind, s.key FROM drug_kind AS k JOIN set_concept AS s ON s.concept_id = k.drug_source_concept_id
UNION
SELECT k.kind, w.key
FROM drug_kind AS k
JOIN wanted_code AS w
  ON replace(upper(trim(k.drug_source_value)), '.', '') = w.plain
  OR (w.prefix AND starts_with(replace(upper(trim(k.drug_source_value)), '.', ''), w.plain))
ANTI JOIN cdm_concept AS c ON c.concept_id = k.drug_source_concept_id AND c.concept_id <> 0
