-- The drug records of a store: their kind is on the record, and records are sorted by it.
CREATE TEMP VIEW drug_record AS FROM their_drug_exposure
