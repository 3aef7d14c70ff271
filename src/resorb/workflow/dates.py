"""The day a file says it was made."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime


def today() -> date:
    """The day written into exports; ``SOURCE_DATE_EPOCH`` sets it where equal bytes matter."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal() and len(epoch) <= 12:
        return datetime.fromtimestamp(int(epoch), tz=UTC).date()
    return datetime.now(tz=UTC).date()
