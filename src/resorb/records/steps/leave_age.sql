-- Surely younger or older than asked for; an age that the record leaves open keeps the person in.
INSERT INTO leaves
SELECT $step, f.person_id, 'person', f.person_id, 'aged ' || date_sub('year', b.soonest, f.index_day) || ' years'
FROM found AS f JOIN birth AS b USING (person_id)
WHERE date_sub('year', b.soonest, f.index_day) < $years_from OR date_sub('year', b.latest, f.index_day) > $years_to
