"""One file for each kind of slip that a text can hold."""
