-- Not under observation long enough before and after; periods that touch or overlap are one.
INSERT INTO leaves
WITH placed AS (
  SELECT person_id, observation_period_start_date AS start, observation_period_end_date AS stop,
    max(observation_period_end_date) OVER (
      PARTITION BY person_id ORDER BY observation_period_start_date, observation_period_end_date
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS so_far
  FROM cdm_observation_period SEMI JOIN found USING (person_id)
  WHERE observation_period_end_date >= observation_period_start_date
), numbered AS (
  SELECT *, sum(CASE WHEN so_far IS NULL OR start > so_far + 1 THEN 1 ELSE 0 END) OVER (
    PARTITION BY person_id ORDER BY start, stop ROWS UNBOUNDED PRECEDING
  ) AS number
  FROM placed
), joined AS (
  SELECT person_id, min(start) AS start, max(stop) AS stop FROM numbered GROUP BY person_id, number
)
SELECT $step, person_id, NULL, NULL, 'not under observation for as long as asked'
FROM found AS f
WHERE NOT EXISTS (
  FROM joined AS j
  WHERE j.person_id = f.person_id AND f.index_day - j.start >= $before AND j.stop - f.index_day >= $after
)
