-- No note, in the time that counts, says what became of the lesion (or, when that is enough, speaks of it).
INSERT INTO leaves
SELECT $step, person_id, NULL, NULL, 'no note counts as follow-up'
FROM found AS f
WHERE NOT EXISTS (
  FROM statement AS s
  WHERE s.person_id = f.person_id AND s.holds
    AND (s.kind = 'outcome' OR (s.kind = 'mention' AND NOT $outcome))
    AND s.day - f.index_day >= $first AND s.day - f.index_day <= coalesce($last, s.day - f.index_day)
)
