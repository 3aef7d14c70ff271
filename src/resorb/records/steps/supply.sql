-- Supplies of the drug: equal rows are one, each with its product and how long it lasts.
CREATE TEMP TABLE supply AS
WITH one AS (
  SELECT person_id, drug_exposure_start_date AS day, drug_exposure_end_date AS until, kind, sig,
    quantity, coalesce(quantity_printed, quantity::VARCHAR) AS quantity_printed,
    days_supply, coalesce(days_supply_printed, days_supply::VARCHAR) AS days_supply_printed,
    min(drug_exposure_id) AS id, count(*) AS copies
  FROM drug_hit
  WHERE key = 'drug' AND drug_exposure_start_date IS NOT NULL
  GROUP BY ALL
)
SELECT one.*, p.product, p.route, p.pack, p.pack_unit,
  CASE
    WHEN days_supply >= 1 AND days_supply = trunc(days_supply) AND days_supply <= 36525 THEN days_supply::INTEGER
    WHEN until > day THEN (until - day)::INTEGER
  END AS lasts,
  day >= coalesce($start, day) AND day <= coalesce($stop, day) AS in_period
FROM one LEFT JOIN supply_read AS p ON p.kind = one.kind AND p.sig IS NOT DISTINCT FROM one.sig
