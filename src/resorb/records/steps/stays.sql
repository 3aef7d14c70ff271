-- Those who stay to the end.
CREATE TEMP TABLE stays AS SELECT person_id, index_day FROM flow WHERE step IS NULL
