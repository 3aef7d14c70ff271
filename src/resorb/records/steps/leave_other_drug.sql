-- Another drug is on record up to the first supply.
INSERT INTO leaves
SELECT $step, f.person_id, 'drug_exposure', arg_max(h.drug_exposure_id, (h.drug_exposure_start_date, h.drug_exposure_id)),
  'on record on ' || max(h.drug_exposure_start_date)
FROM found AS f JOIN drug_hit AS h USING (person_id)
WHERE h.key = $key AND h.drug_exposure_start_date <= f.index_day
  AND f.index_day - h.drug_exposure_start_date <= coalesce($within, f.index_day - h.drug_exposure_start_date)
GROUP BY f.person_id
