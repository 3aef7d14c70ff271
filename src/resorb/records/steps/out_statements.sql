-- What the notes say of the patients after the first supply.
SELECT t.person_id, t.day, t.note_id, t.start, t.stop, t.kind, t.value, t.site
FROM statement AS t JOIN stays AS s USING (person_id)
WHERE t.holds AND t.kind IN ('outcome', 'event') AND t.day > s.index_day
  AND (t.kind = 'event' OR t.day - s.index_day <= coalesce($last, t.day - s.index_day))
ORDER BY t.person_id, t.day, t.note_id, t.start, t.value
