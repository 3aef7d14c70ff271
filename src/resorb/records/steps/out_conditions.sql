-- When target and underlying conditions of the patients were first on record.
SELECT h.person_id, h.key, min(h.day), arg_min(h.id, (h.day, h.id)), arg_min(h.printed, (h.day, h.id))
FROM condition_hit AS h SEMI JOIN stays USING (person_id)
WHERE h.key = 'target' OR starts_with(h.key, 'underlying ')
GROUP BY h.person_id, h.key
ORDER BY h.person_id, h.key
