"""Ids that a door gives: the same record or code has the same id in every source, so that a store can be added to."""

from __future__ import annotations

import hashlib

FIRST_LOCAL = 2_000_000_001
"""The first concept id that OMOP leaves to a site's own concepts."""
_BYTES = 7  # 56 bits: of 10 million records, two share a number with a chance of 1 in 1,400


def stable_number(*parts: str) -> int:
    """A number made from texts: equal texts give the equal number on every machine and in every version."""
    digest = hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=_BYTES).digest()
    return int.from_bytes(digest, "big")


def local_concept(vocabulary: str, code: str) -> int:
    """The id of the local concept that stands for a code of a vocabulary (as OMOP names it)."""
    return FIRST_LOCAL + stable_number(vocabulary, code)
