-- What the notes of a person say.
SELECT day, note_id, start, stop, kind, value, holds, why
FROM statement WHERE person_id = $person ORDER BY day, note_id, start, kind, value
