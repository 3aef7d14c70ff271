-- Every rule that applies to a person.
SELECT step, source, id, evidence FROM leaves WHERE person_id = $person ORDER BY step
