"""Words of a table that tell whether its rows share everybody out among them, or may count a patient twice."""

from __future__ import annotations

import re
from collections.abc import Sequence

from resorb.reading.lazy import lazy

_ONCE = lazy(
    r"\b(?:(?:each|every|no|any|a)\s+(?:[a-z]+\s+){1,3}?(?:was|is|were|are|has|had|have|gave|counts?|counted|"
    r"stands?|appears?|fell|"
    r"falls|belongs?|contribut\w+)?\s*(?:[a-z]+\s+){0,2}?(?:once|one\b|a single|either|exactly one|in one|"
    r"under one|more than one|"
    r"both\b|twice)|mutually exclusive|exclude each other|do not overlap|no overlap|non-overlapping|never both|"
    r"not both|"
    r"one\s+(?:[a-z]+\s+){0,2}(?:each|per\s+[a-z]+)|(?:main|primary|principal|first|underlying|leading|worst|"
    r"highest|best|"
    r"most recent|dominant|final|last)\s+(?:[a-z]+\s+){0,3}?(?:per\s+[a-z]+|for each|of each|only)|"
    r"single[- ](?:choice|answer)|"
    r"adds? up to|sum to|(?:worst|highest|maximum)\s(?:grade|response|score|stage))\b",
    re.IGNORECASE,
)
_ALL = lazy(
    r"\ball\b|\bevery\b|\beach\b|\bno\s(?:patient|lesion|participant|child|case|one|ulcer|wound)\b|\bnobody\b",
    re.IGNORECASE,
)
_SHARED_OUT = lazy(
    r"\b(?:reasons?\s(?:for|of|why)|causes?\s(?:of|for)|causes|status|outcomes?|results?|responses?|by\s(?:year|"
    r"age|sex|cent(?:re|er)|country|route|"
    r"grade|stage|sites?|group|type|quarter|month|month|region|first|main)|distribution|age\sgroups?|"
    r"age\sbands?|grades?|stages?|class(?:es)?|severity|"
    r"main|primary|principal|first|underlying|final|last|best|worst|diagnos[ei]s|aetiolog\w+|etiolog\w+|sex|"
    r"gender|origin|"
    r"deaths|fate|disposition|flow|change|satisfaction|rating|answers?\sto|how\soften|number\sof|"
    r"per\s(?:patient|lesion)|vital)\b",
    re.IGNORECASE,
)
_MAY_OVERLAP = lazy(
    r"\b(?:symptoms?|comorbid\w*|co-morbid\w*|adverse\s(?:events?|effects?|reactions?)|side[\s-]effects?|"
    r"risk\sfactors?|previous\s(?:treat|ther|drug)\w*|"
    r"prior\s(?:treat|ther|drug)\w*|earlier\s(?:treat|ther)\w*|medications?|co-?medication|concomitant|"
    r"features?|findings?|complications?|"
    r"characteristics|baseline|demographics|history|imaging|procedures?|complaints?|events|manifestations|"
    r"drugs\s(?:used|taken|given)|"
    r"treatments?\s(?:used|given|received|tried)|measures|interventions)\b",
    re.IGNORECASE,
)
_REST = lazy(
    r"(?:all\s)?others?\b|unknown|not\s(?:recorded|known|stated|given|reported|specified|classified|assessed|"
    r"assessable|evaluable|done)|"
    r"no\s(?:reason|answer|data|information|record|event|response|change|cause|reply|such|adverse)|missing|"
    r"unspecified|undetermined|none|neither|"
    r"unclear|elsewhere|remaining|lost\sto\sfollow|never|unanswered|undecided|don[’']t\sknow",
    re.IGNORECASE,
)
_GRADED = lazy(
    r"(?:[<>≤≥]\s?)?\d[\d.,]*\s?(?:-|–|—|to|or\s(?:more|less|over|older|younger|above|below)|and\s(?:over|above|"
    r"older|more)|\+)|(?:[<>≤≥]\s?)\d|"
    r"(?:under|over|below|above|up\sto|less\sthan|more\sthan)\s\d|\d{1,4}$|(?:Q|quarter\s)[1-4]\b|(?:19|20)\d\d\b|"
    r"(?:grade|stage|class|type|week|month|level|group|centre|center|site|year|cohort)\s[\dIVX]+|[IVX]{1,4}$|"
    r"(?:none|mild|moderate|severe|slight|marked|minimal|complete|partial|minor|major|no\s(?:response|change)|"
    r"full|good|fair|poor|excellent|"
    r"better|worse|same|unchanged|stable|improved|progress\w+|larger|smaller|same\sor\s\w+|healed|not\shealed|"
    r"alive\b.*|died|dead|deceased|survived|"
    r"yes|no|men|women|males?|females?|boys|girls|left|right|both|bilateral|unilateral|never|former|current|"
    r"very\s\w+|"
    r"responders?|non-?responders?|completed|withdr\w+|positive|negative|present|absent|once|twice|one|two|"
    r"three|four|daily|weekly|monthly)\b",
    re.IGNORECASE,
)
_ANY = lazy(r"any\b|at\sleast|≥\s?1\b|one\sor\smore|both\b.*\band\b", re.IGNORECASE)


def said_once(text: str) -> bool:
    """Whether a text says that nobody is counted twice."""
    return _ONCE.search(text) is not None


def shares_out(title: str, notes: str, labels: Sequence[str]) -> int:
    """How much speaks for rows that hold each patient once: 0 nothing or something against it, to 4 and more (said so).

    Args:
        title: the caption with the heading of the rows and the head of their column.
        notes: what stands below the table.
        labels: the labels of the rows.
    """
    said = f"{title} {notes}"
    if any(_ANY.match(label) for label in labels):
        return 0
    if _ONCE.search(said):
        return 4
    if _MAY_OVERLAP.search(title):
        return 0
    score = 0
    score += bool(_SHARED_OUT.search(title))
    score += any(_REST.match(label) for label in labels)
    graded = sum(_GRADED.match(label) is not None for label in labels)
    score += graded * 2 >= len(labels)
    score += graded == len(labels)
    score += any(_opposed(label, labels) for label in labels)
    score += _ALL.search(said) is not None and score > 0
    return score


def _opposed(label: str, labels: Sequence[str]) -> bool:
    """Whether another label is this one denied: "healed", "not healed"."""
    plain = label.lower()
    return any(other.lower() in (f"not {plain}", f"no {plain}", f"non-{plain}", f"without {plain}") for other in labels)
