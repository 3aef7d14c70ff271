"""Floor 4: SQL over record stores: a protocol finds its cohort where the data lives; what comes back is a study.

``omop`` says which tables and columns are read and how each is typed. ``source`` opens a folder of Parquet files, a
DuckDB file or our own store and lays that contract over it as ``cdm_…`` views. ``protocol`` is what a study asks for.
``steps/*.sql`` are the named steps, each of which leaves a table; ``cohort`` runs them in order; ``notes`` reads the
notes of the persons found; ``study_rows`` turns what is left into a study. ``store`` builds the store and ``simulate``
makes data with a planted cohort.

Conventions that the steps, the notes and the simulator share:

- A **supply** is one row of drug_exposure of the protocol's drug. Rows that agree in person, date, drug, quantity,
  days' supply and route are one supply (the lowest id stands for it; the others are counted as duplicates).
- A supply **lasts** its ``days_supply`` when that is 1 or more, else up to ``drug_exposure_end_date`` when that lies
  after its start, else unknown.
- A **course** is the supplies of one product (drug, route, strength) of one person with no gap longer than the
  protocol's ``gap`` between the end of what was supplied so far and the next supply. It starts with its first supply
  and stops when its last one is used up (date + days it lasts); unknown when that is unknown.
- **Grams of drug** are quantity of product times strength by its basis; g/day is their sum over (stop minus start).
  A quantity that is no number above zero is unknown, never zero.
"""
