-- Every drug record that means a set, in a store: its kind is on the record, and records are sorted by it.
CREATE TEMP TABLE drug_hit AS
SELECT h.key, r.* FROM cdm_drug_exposure AS r JOIN drug_kind_hit AS h ON h.kind = r.kind
