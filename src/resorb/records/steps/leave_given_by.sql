-- The drug was given by one of these routes in the period.
INSERT INTO leaves
SELECT $step, person_id, 'drug_exposure', arg_min(id, (day, id)), arg_min(route, (day, id))
FROM supply SEMI JOIN found USING (person_id)
WHERE in_period AND list_contains($routes::VARCHAR[], route)
GROUP BY person_id
