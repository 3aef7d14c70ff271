-- Drug records of no concept whose instructions to the patient name the drug although the record itself does not.
INSERT INTO drug_hit BY NAME
SELECT $key AS key, r.*
FROM drug_record AS r
JOIN (SELECT kind FROM drug_kind WHERE drug_concept_id = 0) AS k ON k.kind = r.kind
ANTI JOIN drug_kind_hit AS h ON h.kind = r.kind AND h.key = $key
WHERE r.sig IS NOT NULL AND regexp_matches(r.sig, $pattern)
  AND NOT regexp_matches(concat_ws(' ', r.drug_source_value, r.sig), $rules_out)
