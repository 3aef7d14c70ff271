-- The first and the last day on which each person found may have been born. A view: most protocols ask for it late or
-- never.
CREATE TEMP VIEW birth AS
SELECT person_id, gender_concept_id, gender_source_value, race_source_value,
  coalesce(birth_datetime, try_cast(printf('%04d-%02d-%02d', year_of_birth, coalesce(month_of_birth, 1),
    CASE WHEN month_of_birth IS NULL THEN 1 ELSE coalesce(day_of_birth, 1) END) AS DATE)) AS soonest,
  coalesce(birth_datetime, CASE
    WHEN month_of_birth IS NULL THEN try_cast(printf('%04d-12-31', year_of_birth) AS DATE)
    WHEN day_of_birth IS NULL THEN last_day(try_cast(printf('%04d-%02d-01', year_of_birth, month_of_birth) AS DATE))
    ELSE try_cast(printf('%04d-%02d-%02d', year_of_birth, month_of_birth, day_of_birth) AS DATE)
  END) AS latest
FROM cdm_person SEMI JOIN found USING (person_id)
QUALIFY row_number() OVER (PARTITION BY person_id ORDER BY soonest NULLS LAST, latest,
  gender_concept_id, gender_source_value, race_source_value) = 1
