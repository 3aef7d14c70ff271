-- The main job of `resorb cohort mayo-topical` as a programmer would write it for these records: attrition, courses,
-- grams a day from supplies, and response by words in notes. Tables are views of the same names.
CREATE OR REPLACE TEMP TABLE wanted AS
  WITH named AS (
    SELECT 'target' AS key, concept_id FROM concept WHERE (vocabulary_id, concept_code) IN (('ICD10CM', 'L94.2'), ('ICD9CM', '709.3'), ('SIM', 'SIM101'))
    UNION SELECT 'actd', concept_id FROM concept
      WHERE (vocabulary_id, concept_code) IN (('SIM', 'SIM110'), ('ICD10CM', 'M35.1'), ('ICD9CM', '710.0'), ('ICD9CM', '710.1'), ('ICD9CM', '710.3'), ('ICD9CM', '710.4'), ('ICD9CM', '714.0'))
        OR (vocabulary_id = 'ICD10CM' AND concept_code[1:3] IN ('M32', 'M33', 'M34', 'M05', 'M06')) OR concept_id IN (255891, 80809)
    UNION SELECT 'drug', concept_id FROM concept WHERE (vocabulary_id, concept_code) IN (('RxNorm', '237832'), ('SIM', 'SIM201'))
  )
  SELECT * FROM named UNION SELECT key, descendant_concept_id FROM named JOIN concept_ancestor ON ancestor_concept_id = concept_id;
CREATE OR REPLACE TEMP TABLE condition AS
  SELECT DISTINCT w.key, c.person_id, c.condition_start_date AS day
  FROM condition_occurrence AS c JOIN wanted AS w ON w.concept_id = c.condition_concept_id AND w.key <> 'drug'
  UNION
  SELECT DISTINCT w.key, c.person_id, c.condition_start_date
  FROM condition_occurrence AS c JOIN wanted AS w ON w.concept_id = c.condition_source_concept_id AND w.key <> 'drug'
  WHERE c.condition_source_concept_id <> 0;
CREATE OR REPLACE TEMP TABLE supply AS
  SELECT DISTINCT person_id, drug_exposure_start_date AS day, quantity, days_supply, drug_source_value, sig,
    CASE WHEN regexp_matches(coalesce(route_source_value, '') || ' ' || coalesce(drug_source_value, ''), '(?i)\b(top|topical|ext|external|oint)') THEN 'topical'
         WHEN regexp_matches(coalesce(route_source_value, '') || ' ' || coalesce(drug_source_value, ''), '(?i)\b(iv|intravenous|piggyback|vial)') THEN 'intravenous' END AS route
  FROM drug_exposure LEFT JOIN wanted AS w ON w.concept_id = drug_concept_id AND w.key = 'drug'
  WHERE (w.key IS NOT NULL OR (drug_concept_id = 0 AND regexp_matches(drug_source_value || ' ' || coalesce(sig, ''), '(?i)\bsodium thiosul(f|ph)ate')))
    AND NOT regexp_matches(coalesce(drug_source_value, ''), '(?i)gold')
    AND drug_exposure_start_date BETWEEN DATE '2012-01-01' AND DATE '2017-06-27';
CREATE OR REPLACE TEMP TABLE found AS
  SELECT s.person_id, min(s.day) AS index_day, bool_or(s.route = 'intravenous') AS by_vein
  FROM supply AS s SEMI JOIN (SELECT person_id FROM condition WHERE key = 'target' AND day BETWEEN DATE '2012-01-01' AND DATE '2017-06-27') AS t USING (person_id)
  WHERE s.route IS NOT NULL GROUP BY s.person_id;
CREATE OR REPLACE TEMP TABLE said AS
  SELECT n.person_id, n.note_date,
    CASE WHEN regexp_matches(note_text, '(?i)\b(resolved|healed|gone|disappeared)\b') THEN 'CR'
         WHEN regexp_matches(note_text, '(?i)\b(decreased|smaller|improved|softer|reduced)\b') THEN 'PR'
         WHEN regexp_matches(note_text, '(?i)\b(unchanged|stable|no change|larger|increased|progressed|worse)\b') THEN 'NR' END AS response,
    regexp_matches(note_text, '(?i)not .{0,40}(as prescribed|to the affected)') AS not_as_prescribed
  FROM note AS n JOIN found AS f USING (person_id)
  WHERE n.note_date > f.index_day AND regexp_matches(n.note_text, '(?i)calcinosis|thiosul|calcif');
CREATE OR REPLACE TEMP TABLE flow AS
  SELECT f.person_id, f.by_vein, a.person_id IS NOT NULL AS actd, coalesce(s.followed, false) AS followed, coalesce(s.not_as_prescribed, false) AS not_as_prescribed, s.response
  FROM found AS f
  LEFT JOIN (SELECT DISTINCT person_id FROM condition WHERE key = 'actd') AS a USING (person_id)
  LEFT JOIN (SELECT person_id, bool_or(response IS NOT NULL) AS followed, bool_or(not_as_prescribed) AS not_as_prescribed,
               arg_max(response, note_date) FILTER (response IS NOT NULL) AS response FROM said GROUP BY person_id) AS s USING (person_id);
CREATE OR REPLACE TEMP TABLE dose AS
  SELECT person_id, sum(try_cast(quantity AS DOUBLE) * coalesce(try_cast(regexp_extract(drug_source_value, '(\d+) ?%', 1) AS DOUBLE), 25) / 100) / nullif(sum(abs(try_cast(days_supply AS DOUBLE))), 0) AS g_per_day
  FROM supply SEMI JOIN flow USING (person_id) WHERE route = 'topical' GROUP BY person_id;
SELECT count(*), count(*) FILTER (actd), count(*) FILTER (actd AND NOT by_vein), count(*) FILTER (actd AND NOT by_vein AND followed),
  count(*) FILTER (actd AND NOT by_vein AND followed AND NOT not_as_prescribed), (SELECT round(avg(g_per_day), 3) FROM dose)
FROM flow;
