-- The drug records that may mean a set, each with the number of its kind.
CREATE TEMP TABLE drug_record AS
SELECT k.kind, r.*
FROM drug_near AS r
JOIN drug_kind AS k
  ON k.drug_concept_id = r.drug_concept_id
  AND k.drug_source_concept_id = r.drug_source_concept_id
  AND k.route_concept_id = r.route_concept_id
  AND k.drug_source_value IS NOT DISTINCT FROM r.drug_source_value
  AND k.route_source_value IS NOT DISTINCT FROM r.route_source_value
  AND k.dose_unit_source_value IS NOT DISTINCT FROM r.dose_unit_source_value
