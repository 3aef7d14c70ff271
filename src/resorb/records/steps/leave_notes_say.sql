-- A note says so of this patient.
INSERT INTO leaves
SELECT $step, person_id, 'note', arg_min(note_id, (day, note_id, start)), 'a note says so'
FROM statement
WHERE kind = 'term' AND value = $code AND holds
GROUP BY person_id
