"""The bundled studies, end to end: what each holds, and what resorb finds in it."""
