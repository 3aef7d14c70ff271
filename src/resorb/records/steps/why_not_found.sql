-- What a person who was not found has: days with the target, days with the drug, and those by a route that is studied.
SELECT
  (SELECT count(DISTINCT day) FROM condition_hit WHERE person_id = $person AND key = 'target'
     AND ($any_time OR (day >= coalesce($start, day) AND day <= coalesce($stop, day)))),
  (SELECT count(DISTINCT day) FROM supply WHERE person_id = $person AND in_period),
  (SELECT count(DISTINCT day) FROM supply SEMI JOIN wanted_route USING (route) WHERE person_id = $person AND in_period)
