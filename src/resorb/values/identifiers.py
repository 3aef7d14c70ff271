"""Names that people give to what they record: patients, courses, studies, protocols."""

from __future__ import annotations

import re

IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
"""Safe in a file name, an anchor and a column; at most 80 characters."""
