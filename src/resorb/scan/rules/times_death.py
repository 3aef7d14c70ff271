"""Nothing happens to a person after death."""

from __future__ import annotations
