"""Floor 8: the command line; no logic, the same verbs as in Python."""

import gc

# What is made while modules are imported stays; looking through it for garbage took a tenth of a command's start.
gc.set_threshold(500_000, 20, 20)
