"""Floor 3: the study as a set of typed tables: schema, rows, frames, folder, and the patient's axis of time."""
