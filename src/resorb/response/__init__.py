"""Floor 4: from assessments to a class of response, per lesion, patient and group, under every published criteria."""
