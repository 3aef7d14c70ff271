"""The facts that a document was read for, gathered for a draft of a study file; nothing is judged here."""
