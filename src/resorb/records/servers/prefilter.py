"""Names as LIKE patterns that a server can be trusted with: they find all that the steps would find, and more.

The steps look for a name as whole words, in any case, with any run of blanks between them. Servers differ in what
lower() does beyond ASCII and under a Turkish or Lithuanian locale (the dotted and the dotless i), and Unicode has
letters elsewhere that are a k or an s in another case (the Kelvin sign, the long s). So only those letters and digits
are asked for of which no server and no locale thinks otherwise; whatever stands between them may be anything.
"""

from __future__ import annotations

import re

_DOUBTFUL = re.compile(r"[^a-hjl-rt-z0-9]+")


def pattern_of(name: str) -> str:
    """A LIKE pattern, to be held against text in lower case; of ``[a-z0-9%]`` only.

    >>> pattern_of("Sodium Thiosulfate")
    '%od%um%th%o%ulfate%'
    """
    lowered = "".join(c.lower() if c.isascii() else " " for c in name)
    return f"%{_DOUBTFUL.sub('%', lowered)}%".replace("%%", "%")


def patterns(names: tuple[str, ...]) -> tuple[str, ...]:
    """One pattern a name, each once; one that anything meets where a name has no letter to go by."""
    found = {pattern_of(n) for n in names}
    return ("%",) if "%" in found else tuple(sorted(found))


def any_of(expression: str, names: tuple[str, ...]) -> str:
    """A condition that any of these names may stand in a lower-case text."""
    # Of these patterns nothing but small letters, digits and % can remain: see pattern_of.
    return " OR ".join(f"{expression} LIKE '{p}'" for p in patterns(names)) or "1 = 0"
