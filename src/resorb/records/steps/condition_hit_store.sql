-- Every condition record that means a set, in a store: its kind is on the record, and records are sorted by it.
CREATE TEMP TABLE condition_hit AS
SELECT h.key, r.person_id, r.condition_start_date AS day, r.condition_occurrence_id AS id,
  r.condition_source_value AS printed
FROM their_condition_occurrence AS r JOIN condition_hit_kind AS h ON h.kind = r.kind
