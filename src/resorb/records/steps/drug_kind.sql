-- The kinds of drug record there are among those: few beside the records.
CREATE TEMP TABLE drug_kind AS
SELECT row_number() OVER () AS kind, *
FROM (
  SELECT DISTINCT drug_concept_id, drug_source_concept_id, drug_source_value, route_concept_id, route_source_value,
    dose_unit_source_value
  FROM drug_near
)
