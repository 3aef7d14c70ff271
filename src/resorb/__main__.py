"""``python -m resorb`` is the command line."""

from resorb.cli.main import app

app()
