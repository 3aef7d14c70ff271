-- No underlying condition on record at any time.
INSERT INTO leaves
SELECT $step, person_id, NULL, NULL, 'none of the underlying conditions is on record'
FROM found ANTI JOIN underlying USING (person_id)
