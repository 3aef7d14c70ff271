-- Where a person left.
SELECT index_day, step FROM flow WHERE person_id = $person
