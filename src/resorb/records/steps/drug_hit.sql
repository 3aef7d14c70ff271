-- Every drug record that means a set, by its kind; names in the instructions to the patient are looked for as well.
CREATE TEMP TABLE drug_hit AS
SELECT h.key, k.kind, r.*
FROM cdm_drug_exposure AS r
JOIN drug_kind AS k
  ON k.drug_concept_id = r.drug_concept_id
  AND k.drug_source_concept_id = r.drug_source_concept_id
  AND k.route_concept_id = r.route_concept_id
  AND k.drug_source_value IS NOT DISTINCT FROM r.drug_source_value
  AND k.route_source_value IS NOT DISTINCT FROM r.route_source_value
  AND k.dose_unit_source_value IS NOT DISTINCT FROM r.dose_unit_source_value
JOIN drug_kind_hit AS h ON h.kind = k.kind
