"""Words before, behind and around a result that tell whether it is one: each is weighed, none decides."""

from __future__ import annotations

import re

from resorb.reading.lazy import lazy

_I = re.IGNORECASE
BEFORE = {
    "=": lazy(r"=\s*$"),
    "bracket": lazy(r"\(\s*(?:about |roughly |ca\.? |=\s*|i\.e\.,? |total,? |or )?$", _I),
    "i.e.": lazy(
        r"\b(?:i\.\s?e\.?|ie|that (?:is|was|means?)|namely|in other words|which (?:is|was|gives?|makes?"
        r"|means?))\b[^.;()]{0,25}$",
        _I,
    ),
    "or": lazy(r"\bor (?:about |some |only |roughly )?$", _I),
    "total": lazy(
        r"\b(?:total\w*|cumulative(?:ly)?|overall|altogether|in all|sum|together|accumulat\w+|yearly"
        r"|annual\w*|adds? up)\b[^.;()]{0,35}$",
        _I,
    ),
    "so": lazy(
        r"\b(?:so|thus|hence|therefore|thereby|correspond\w*|equal\w*|equivalent|amount\w*|makes?|making"
        r"|made|gives?|giving|comes? to|came to|mean(?:s|ing)?|yield\w*|result\w*)\b[^.;()]{0,30}$",
        _I,
    ),
    "holds": lazy(
        r"\b(?:contain\w*|holds?|holding|suppl\w+|deliver\w*|provid\w+|carr\w+|brings?|adds?|adding"
        r"|exposure)\b[^.;()]{0,30}$",
        _I,
    ),
    "given": lazy(
        r"\b(?:receiv\w*|gave|given|infused|injected|administered|dose|used|needs?|took|takes?|billed"
        r"|issued|dispensed|last\w*|after|takes)\b[^.;()]{0,25}$",
        _I,
    ),
    "colon": lazy(r":\s*$"),
    "comma": lazy(r",\s*$"),
    "semicolon": lazy(r";\s*$"),
    "about": lazy(
        r"(?:\b(?:about|around|approximately|roughly|nearly|almost|some|circa|ca\.?|c\.|just (?:over"
        r"|under))|[~≈])\s*$",
        _I,
    ),
    "compared": lazy(
        r"\b(?:above|below|than|versus|vs\.?|against|exceed\w*|under|over|within|from|usual|typical"
        r"|limit of|up to|at least|at most|maximum(?: of)?|not|minimum(?: of)?|max\.?|least"
        r"|most)\s*(?:of |the |a |an )?$",
        _I,
    ),
    "to": lazy(r"\bto\s*(?:a |an |the |about )?$", _I),
    "and": lazy(r"\band\s*$", _I),
    "of": lazy(r"\bof\s*$", _I),
    "in": lazy(r"\bin\s*$", _I),
    "per": lazy(r"\b(?:daily|weekly|monthly|per (?:day|week|month|session|lesion|visit))\b[^.;()]{0,30}$", _I),
    "mean": lazy(r"\b(?:mean|median|averag\w+)\b[^.;]{0,40}$", _I),
    "then": lazy(r"\b(?:then|later|thereafter|followed|subsequent\w*|finally)\b[^.;()]{0,30}$", _I),
    "changed": lazy(
        r"\b(?:increas\w*|rais\w*|reduc\w*|lower\w*|halv\w*|doubl\w*|taper\w*|escalat\w*|cut|step\w*"
        r"|instead)\b[^.;()]{0,30}$",
        _I,
    ),
    "left": lazy(
        r"\b(?:left|remain\w*|rest|leftover|over|discard\w*|wast\w*|spare|unused"
        r"|returned)\b[^.;()]{0,30}$",
        _I,
    ),
    "mix": lazy(r"\b(?:dilut\w+|mix\w*|dissolv\w+|add\w*|made up|with|plus)\b[^.;()]{0,30}$", _I),
}
BEHIND = {
    "total": lazy(r"[^.;()]{0,25}\b(?:in all|in total|overall|altogether|together|in sum|cumulatively|total)\b", _I),
    "each": lazy(r"[^.;,()]{0,12}\b(?:each|apiece|every|per)\b", _I),
    "left": lazy(r"[^.;()]{0,25}\b(?:left|remain\w*|discarded|wasted|spare|unused|returned|over)\b", _I),
    "close": lazy(r"\s*\)"),
    "stop": lazy(r"\s*(?:[.;]\s|[.;]?$)"),
    "slash": lazy(r"\s*/"),
    "open": lazy(r"[^.;,()]{0,20}\("),
    "long": lazy(r"\s*(?:over|for|during|within|in)\b", _I),
    "often": lazy(r"[^.;,()]{0,25}\b(?:daily|weekly|monthly|once|twice|thrice|times|tiw|every|each|bid)\b", _I),
    "is": lazy(
        r"\s*(?:of [\w ]{1,25})?(?:is|was|were|are|has|had|would|will|comes?|gives?|makes?|contains?|holds?)\b", _I
    ),
}
ANYWHERE = {
    "less": lazy(
        r"\b(?:missed|omitted|skipped|interrupt\w*|except|cap(?:ped|s)?|maxim\w+|limited|paused?|withheld"
        r"|stopped|break|hiatus|suspended)\b",
        _I,
    ),
    "rounded": lazy(r"\b(?:round\w*|about|approx\w*|roughly|nearly|almost|some|ca\.|circa|around)\b|[~≈]", _I),
    "left": lazy(
        r"\b(?:remain\w*|left|rest|leftover|discard\w*|wast\w*|thrown|spare|kept|reserve|unused"
        r"|returned)\b",
        _I,
    ),
    "changed": lazy(
        r"\b(?:increas\w*|rais\w*|reduc\w*|lower\w*|halv\w*|taper\w*|escalat\w*|doubl\w*|then|later"
        r"|initially|at first|thereafter|instead)\b",
        _I,
    ),
    "planned": lazy(r"\b(?:plan\w*|intend\w*|instead|not|never|would|could|should|if)\b", _I),
    "respectively": lazy(r"\brespectively\b", _I),
    "mixed": lazy(r"\b(?:dilut\w+|mix\w*|dissolv\w+|made up|q\.?s\.?|water|saline|glucose|dextrose)\b", _I),
    "several": lazy(r"\b(?:both|either|others?|group|arm|patients|children|cases)\b", _I),
    "mean": lazy(r"\b(?:mean|median|averag\w+|range)\b", _I),
    "total": lazy(r"\b(?:total\w*|cumulative|in all|altogether|overall|sum)\b", _I),
}
