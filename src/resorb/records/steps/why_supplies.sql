-- The supplies of a person.
SELECT day, product, id, in_period FROM supply WHERE person_id = $person ORDER BY day, id
