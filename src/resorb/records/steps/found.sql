-- Persons found: the target on record as often as asked for, and the drug supplied by a route that is asked for
-- (or named in a note, where the protocol lets notes count).
-- ``index_day`` is the first such supply, or the first record of the target when no drug is asked for.
CREATE TEMP TABLE found AS
WITH target AS (
  SELECT person_id, min(day) AS first_code
  FROM condition_hit
  WHERE key = 'target' AND ($any_time OR (day >= coalesce($start, day) AND day <= coalesce($stop, day)))
  GROUP BY person_id
  HAVING count(DISTINCT day) >= $target_days
), drug AS (
  SELECT person_id, min(day) AS first_supply
  FROM (
    SELECT person_id, day FROM supply
    WHERE in_period AND ($any_route OR route IN (SELECT route FROM wanted_route))
    UNION ALL
    SELECT person_id, day FROM noted
  )
  GROUP BY person_id
  HAVING count(DISTINCT day) >= $drug_days
)
SELECT person_id, coalesce(drug.first_supply, target.first_code) AS index_day
FROM target FULL JOIN drug USING (person_id)
WHERE (target.first_code IS NOT NULL OR NOT $wants_target) AND (drug.first_supply IS NOT NULL OR NOT $wants_drug)
  AND NOT EXISTS (FROM drug_hit AS h WHERE h.key = 'without' AND h.person_id = coalesce(target.person_id, drug.person_id))
