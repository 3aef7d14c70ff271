-- Every drug record that means a set, by its kind; names in the instructions to the patient are looked for as well.
CREATE TEMP TABLE drug_hit AS
SELECT h.key, r.* FROM drug_record AS r JOIN drug_kind_hit AS h ON h.kind = r.kind
