-- The texts of drug records that are a code looked for or hold a name.
CREATE TEMP TABLE drug_text AS
SELECT text
FROM (SELECT DISTINCT drug_source_value AS text FROM cdm_drug_exposure) AS r
WHERE regexp_matches(text, $pattern) OR EXISTS (
  FROM wanted_code AS w
  WHERE replace(upper(trim(r.text)), '.', '') = w.plain
    OR (w.prefix AND starts_with(replace(upper(trim(r.text)), '.', ''), w.plain))
)
