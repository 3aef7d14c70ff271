-- Supplies put into courses: a course of one product goes on until nothing was in hand for longer than the gap.
CREATE TEMP TABLE course_supply AS
WITH placed AS (
  SELECT *, max(day + coalesce(lasts, 0)) OVER earlier AS in_hand_until
  FROM supply
  WHERE in_period
  WINDOW earlier AS (
    PARTITION BY person_id, product ORDER BY day, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
  )
)
SELECT *,
  sum(CASE WHEN in_hand_until IS NULL OR day - in_hand_until > $gap THEN 1 ELSE 0 END) OVER (
    PARTITION BY person_id, product ORDER BY day, id ROWS UNBOUNDED PRECEDING
  ) AS number
FROM placed
