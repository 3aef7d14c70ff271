-- Harms of the patients by code, from the first supply until the last is used up.
SELECT h.person_id, h.key, min(h.day), arg_min(h.id, (h.day, h.id))
FROM condition_hit AS h
JOIN stays AS s USING (person_id)
LEFT JOIN (SELECT person_id, max(coalesce(stop, start)) AS last FROM course GROUP BY person_id) AS l USING (person_id)
WHERE starts_with(h.key, 'event ') AND h.day > s.index_day AND h.day <= coalesce(l.last, s.index_day)
GROUP BY h.person_id, h.key
ORDER BY h.person_id, h.key
