-- The drug records of those concerned that may mean a set, read once: by concept, by text, and those of no concept
-- whose instructions to the patient hold a name.
CREATE TEMP TABLE drug_near AS
FROM their_drug_exposure
WHERE drug_concept_id IN (SELECT concept_id FROM set_concept)
  OR drug_source_concept_id IN (SELECT concept_id FROM set_concept)
  OR drug_source_value IN (SELECT text FROM drug_text)
  OR (drug_concept_id = 0 AND sig IS NOT NULL AND regexp_matches(sig, $pattern))
