-- The courses of the patients, in order of time.
SELECT person_id, place, product, start, stop
FROM course SEMI JOIN stays USING (person_id)
ORDER BY person_id, place
