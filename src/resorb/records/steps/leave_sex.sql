-- Of another sex than asked for, as far as the record says.
INSERT INTO leaves
SELECT $step, f.person_id, 'person', f.person_id, 'sex on record is another'
FROM found AS f JOIN birth AS b USING (person_id)
WHERE (b.gender_concept_id = 8507 AND NOT list_contains($sexes::VARCHAR[], 'male'))
   OR (b.gender_concept_id = 8532 AND NOT list_contains($sexes::VARCHAR[], 'female'))
