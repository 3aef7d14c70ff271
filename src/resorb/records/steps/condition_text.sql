-- The texts of condition records that are a code looked for, as sources write codes: any case, with or without points.
CREATE TEMP TABLE condition_text AS
SELECT DISTINCT w.key, r.text
FROM (SELECT DISTINCT condition_source_value AS text FROM cdm_condition_occurrence) AS r
JOIN wanted_code AS w
  ON replace(upper(trim(r.text)), '.', '') = w.plain
  OR (w.prefix AND starts_with(replace(upper(trim(r.text)), '.', ''), w.plain))
