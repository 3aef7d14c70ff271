-- Notes of the persons found.
SELECT note_id, person_id, note_date, note_text
FROM cdm_note SEMI JOIN found USING (person_id)
WHERE note_text IS NOT NULL
ORDER BY person_id, note_date, note_id
