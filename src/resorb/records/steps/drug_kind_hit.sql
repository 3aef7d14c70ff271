-- Which kinds of drug record mean a set: by concept, by the source's own code, or by a name in its text.
CREATE TEMP TABLE drug_kind_hit AS
WITH hit AS (
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
  UNION
  SELECT k.kind, w.key FROM drug_kind AS k JOIN wanted_name AS w ON regexp_matches(k.drug_source_value, w.pattern)
  WHERE w.in_record AND NOT w.rules_out
)
SELECT hit.kind, hit.key
FROM hit JOIN drug_kind AS k USING (kind)
WHERE NOT EXISTS (
  FROM wanted_name AS w WHERE w.key = hit.key AND w.rules_out AND regexp_matches(k.drug_source_value, w.pattern)
)
