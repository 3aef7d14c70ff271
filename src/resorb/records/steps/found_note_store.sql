-- Notes of the persons found, in a store: they lie first, but for those of persons whom nobody expected to be found.
SELECT note_id, person_id, note_date, note_text
FROM cdm_note SEMI JOIN found USING (person_id)
WHERE lies_first AND note_text IS NOT NULL
UNION ALL
SELECT note_id, person_id, note_date, note_text
FROM cdm_note SEMI JOIN (FROM found ANTI JOIN notes_first USING (person_id)) AS f USING (person_id)
WHERE NOT lies_first AND note_text IS NOT NULL
ORDER BY person_id, note_date, note_id
