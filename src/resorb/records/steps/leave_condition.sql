-- Another condition is on record up to the first supply.
INSERT INTO leaves
SELECT $step, f.person_id, 'condition_occurrence', arg_max(h.id, (h.day, h.id)), 'on record on ' || max(h.day)
FROM found AS f JOIN condition_hit AS h USING (person_id)
WHERE h.key = $key AND h.day <= f.index_day AND f.index_day - h.day <= coalesce($within, f.index_day - h.day)
GROUP BY f.person_id
