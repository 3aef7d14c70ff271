-- The drug records that may mean a set, read once: those of its kinds, and those of no concept whose instructions to
-- the patient hold a name.
CREATE TEMP TABLE drug_record AS
SELECT k.kind, r.*
FROM cdm_drug_exposure AS r
JOIN drug_kind AS k
  ON k.drug_concept_id = r.drug_concept_id
  AND k.drug_source_concept_id = r.drug_source_concept_id
  AND k.route_concept_id = r.route_concept_id
  AND k.drug_source_value IS NOT DISTINCT FROM r.drug_source_value
  AND k.route_source_value IS NOT DISTINCT FROM r.route_source_value
  AND k.dose_unit_source_value IS NOT DISTINCT FROM r.dose_unit_source_value
LEFT JOIN (SELECT DISTINCT kind FROM drug_kind_hit) AS h ON h.kind = k.kind
WHERE h.kind IS NOT NULL OR (r.drug_concept_id = 0 AND r.sig IS NOT NULL AND regexp_matches(r.sig, $pattern))
