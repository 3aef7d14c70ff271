-- Which kinds of drug record mean a set by a name in their text.
INSERT INTO drug_kind_hit
SELECT k.kind, $key
FROM drug_kind AS k ANTI JOIN drug_kind_hit AS h ON h.kind = k.kind AND h.key = $key
WHERE regexp_matches(k.drug_source_value, $pattern)
