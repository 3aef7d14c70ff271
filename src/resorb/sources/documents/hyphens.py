"""Whether the hyphen at the end of a line belongs to the word or only divides it."""

from __future__ import annotations

import re

_FIRST = re.compile(
    r"follow|well|long|short|high|low|mid|non|self|half|single|double|once|twice|cross|time|dose|week|month|day|year|age"
    r"|one|two|three|four|five|six|seven|eight|nine|eleven|twelve|twenty|thirty|forty|fifty|full|sex",
    re.IGNORECASE,
)
_SECOND = re.compile(
    r"up|old|term|stage|fold|related|based|induced|treated|naive|free|controlled|blind|blinded|label|associated"
    r"|dependent|known|defined|tolerated|documented|specific|threatening|adjusted|matched|thirds|quarters"
)
_PREFIX = re.compile(r"un|in|re|pre|mis|dis|over|under|cor|out|sub|inter", re.IGNORECASE)
_SUFFIX = re.compile(r"ly|ing|ed|ness|ers?|e?s|ments?|al|ary")
_BEFORE = re.compile(r"[^\W_]+$")
_AFTER = re.compile(r"\s*([^\W\d_]+)")


def keeps_hyphen(text: str, start: int, end: int) -> bool:
    """Whether a hyphen at ``start``, with a line end up to ``end``, stays: ``follow-|up``, ``STS-|free``.

    Words of which neither half says so are taken as divided: ``thio-|sulfate``.
    """
    before = _BEFORE.search(text[max(0, start - 40) : start])
    after = _AFTER.match(text[end : end + 24])
    if before is None or after is None:
        return False
    first, second = before[0], after[1]
    if _PREFIX.fullmatch(first) or _SUFFIX.fullmatch(second):
        return False
    shorthand = any(map(str.isdigit, first)) or (len(first) > 1 and first.isupper())
    return shorthand or bool(_FIRST.fullmatch(first) or _SECOND.fullmatch(second))
