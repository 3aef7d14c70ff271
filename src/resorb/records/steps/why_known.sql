-- Whether the source knows a person.
SELECT count(*) > 0 FROM cdm_person WHERE person_id = $person
