-- Notes of the period that name the drug, of persons who have the target on record.
SELECT note_id, person_id, note_date, note_text
FROM cdm_note SEMI JOIN (SELECT person_id FROM condition_hit WHERE key = 'target') AS t USING (person_id)
WHERE note_date >= coalesce($start, note_date) AND note_date <= coalesce($stop, note_date)
  AND regexp_matches(note_text, $pattern)
ORDER BY person_id, note_date, note_id
