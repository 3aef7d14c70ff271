-- The kinds of record of the drug looked for, with the names of their concepts.
SELECT DISTINCT h.kind, h.drug_concept_id, c.concept_name, h.drug_source_value, r.concept_name, h.route_source_value,
  h.dose_unit_source_value, h.sig
FROM drug_hit AS h
LEFT JOIN cdm_concept AS c ON c.concept_id = h.drug_concept_id AND h.drug_concept_id <> 0
LEFT JOIN cdm_concept AS r ON r.concept_id = h.route_concept_id AND h.route_concept_id <> 0
WHERE h.key = 'drug'
ORDER BY h.drug_concept_id, c.concept_name, h.drug_source_value, r.concept_name, h.route_source_value,
  h.dose_unit_source_value, h.sig, h.kind
