-- The supplies of the patients' courses, in order of time.
SELECT s.person_id, c.place, s.id, s.day, s.until, s.quantity, s.quantity_printed, k.dose_unit_source_value, s.sig,
  s.days_supply_printed, s.lasts, s.copies, s.product, s.pack, s.pack_unit
FROM course_supply AS s
SEMI JOIN stays USING (person_id)
JOIN course AS c ON c.person_id = s.person_id AND c.product = s.product AND c.number = s.number
LEFT JOIN drug_kind AS k ON k.kind = s.kind
ORDER BY s.person_id, c.place, s.day, s.id
