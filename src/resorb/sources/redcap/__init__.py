"""REDCap both ways: our data dictionary and import file from a study, and a study from an export of any project."""
