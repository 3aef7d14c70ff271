-- The drug was supplied before, within the time that must be free of it.
INSERT INTO leaves
SELECT $step, f.person_id, 'drug_exposure', arg_max(s.id, (s.day, s.id)), 'supplied on ' || max(s.day)
FROM found AS f JOIN supply AS s USING (person_id)
WHERE s.day < f.index_day AND f.index_day - s.day <= $within
GROUP BY f.person_id
