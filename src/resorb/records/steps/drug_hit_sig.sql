-- Drug records of no concept whose instructions to the patient name the drug although the record itself does not.
INSERT INTO drug_hit BY NAME
SELECT $key AS key, k.kind, r.*
FROM cdm_drug_exposure AS r
JOIN drug_kind AS k
  ON k.drug_concept_id = r.drug_concept_id
  AND k.drug_source_concept_id = r.drug_source_concept_id
  AND k.route_concept_id = r.route_concept_id
  AND k.drug_source_value IS NOT DISTINCT FROM r.drug_source_value
  AND k.route_source_value IS NOT DISTINCT FROM r.route_source_value
  AND k.dose_unit_source_value IS NOT DISTINCT FROM r.dose_unit_source_value
ANTI JOIN drug_kind_hit AS h ON h.kind = k.kind AND h.key = $key
WHERE r.drug_concept_id = 0 AND r.sig IS NOT NULL AND regexp_matches(r.sig, $pattern)
  AND NOT regexp_matches(concat_ws(' ', r.drug_source_value, r.sig), $rules_out)
