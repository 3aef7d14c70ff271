-- Results of the patients, by the LOINC code of their concept, from before the first supply until after the last.
SELECT m.person_id, m.measurement_id, m.measurement_date, w.analyte, m.value_as_number, coalesce(m.value_as_number_printed, m.value_as_number::VARCHAR),
  coalesce(m.unit_source_value, u.concept_code), coalesce(m.range_low_printed, m.range_low::VARCHAR),
  coalesce(m.range_high_printed, m.range_high::VARCHAR)
FROM cdm_measurement AS m
JOIN stays AS s USING (person_id)
JOIN cdm_concept AS c ON c.concept_id = m.measurement_concept_id AND c.vocabulary_id = 'LOINC'
JOIN wanted_lab AS w ON w.loinc = c.concept_code
LEFT JOIN cdm_concept AS u ON u.concept_id = m.unit_concept_id AND m.unit_concept_id <> 0
LEFT JOIN (SELECT person_id, max(coalesce(stop, start)) AS last FROM course GROUP BY person_id) AS l USING (person_id)
WHERE s.index_day - m.measurement_date <= $within
  AND m.measurement_date - coalesce(l.last, s.index_day) <= $within
ORDER BY m.person_id, m.measurement_date, m.measurement_id
