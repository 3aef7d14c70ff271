-- The notes of a person.
SELECT note_id, note_date, note_text FROM cdm_note
WHERE person_id = $person AND note_text IS NOT NULL ORDER BY note_date, note_id
