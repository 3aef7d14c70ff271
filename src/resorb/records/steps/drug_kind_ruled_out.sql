-- Kinds of drug record whose text rules them out of a set although a name or code stands in it.
DELETE FROM drug_kind_hit
WHERE key = $key AND kind IN (SELECT kind FROM drug_kind WHERE regexp_matches(drug_source_value, $pattern))
