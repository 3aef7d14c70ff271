"""Words around a quantity of time that tell what it is of, and words of a text in which such reckonings go wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from resorb.reading.lazy import lazy
from resorb.reading.times.story import Quantity
from resorb.reading.times.timeline import event_words

_I = re.IGNORECASE
_HEADS = {
    "after": r"\bafter\s+(?:only\s+|just\s+|a\s+|an\s+|the\s+)?(?:[a-z]+\s+(?:of|for)\s+)?$",
    "for": r"\bfor\s+(?:a\s+|an\s+|the\s+|only\s+)?(?:total\s+of\s+|period\s+of\s+)?$",
    "over": r"\b(?:over|within|during|in)\s+(?:a\s+|an\s+|the\s+|only\s+)?(?:period\s+of\s+)?$",
    "total": r"\b(?:in\s+all|in\s+total|altogether|total\w*|overall|whole|entire|combined|sum)\b[^.;\d]{0,40}$",
    "hence": r"\b(?:thus|hence|therefore|so|i\.e\.|that\s+is|which\s+(?:is|makes|gives)|making|giving|gives"
    r"|makes|corresponding\s+to)\b[^.;\d]{0,30}$|=\s*$",
    "these": r"\b(?:these|those|this|that|such)\s+$",
    "the": r"\bthe\s+$",
    "a": r"\b(?:a|an|his|her|their|its)\s+(?:[a-z]+\s+)?(?:of\s+)?$",
    "bracket": r"[(\[]\s*(?:i\.e\.,?\s+|=\s*|about\s+)?$",
    "comma": r"[,;:–—]\s*$",
    "lasted": r"\b(?:lasted|lasting|took|takes|lasts|ran|spanned|covered|been|elapsed|passed|was|were|is"
    r"|being)\s+(?:only\s+|just\s+|about\s+)?$",
    "noun of length": r"\b(?:course|period|interval|delay|duration|time|span|stay|recruitment|enrolment|enrollment"
    r"|inclusion|treatment|therapy|vintage|phase|latency|infusion)\s+(?:\w+\s+){0,3}(?:of|was|is|lasted"
    r"|took|=|:)\s*(?:only\s+)?$",
    "of each": r"\b(?:each|every|per|another|further|other|last|next|first|second|previous|additional|final|either"
    r"|any)\s+(?:of\s+)?(?:the\s+)?$",
    "average": r"\b(?:mean|median|average|range\w*|IQR|SD)\b[^.;]{0,25}$|±\s?$",
    "limit": r"\b(?:until|at\s+least|minimum|maximum|less\s+than|more\s+than|up\s+to|longer\s+than|if|planned"
    r"|scheduled|should|would)\b[^.;,]{0,25}$",
    "at": r"\b(?:at|by|on|in|aged?|age\s+of|was|now|when)\s+(?:the\s+)?(?:age\s+(?:of\s+)?)?$",
    "had": r"\bhad\b[^.;]{0,50}$",
    "since": r"\b(?:since|from)\b[^.;\d]{0,30}$",
    "and": r"\b(?:and|or|to|then|plus)\s+(?:for\s+)?$",
    "start of sentence": r"(?:^|[.!?]\s)\s*$",
}  # fmt: skip
_TAILS = {
    "later": r"[\s-]*(?:later|afterwards?|thereafter)\b",
    "after it": r"[\s-]*(?:after|following|since|post)\b",
    "before it": r"[\s-]*(?:before|earlier|prior|previously|ago)\b",
    "of": r"[\s-]*(?:of|on|without)\s",
    "in all": r"\W*(?:in\s+all|in\s+total|altogether|overall|combined|all\s+told|together)\b",
    "elapsed": r"[\s-]*(?:had\s+)?(?:elapsed|passed|apart|went\s+by)\b",
    "course": r"[\s-]*(?:long\s+)?(?:[a-z]+\s+)?(?:course|period|interval|trial|study|stay|treatment|therapy"
    r"|programme|program|phase|schedule|delay|recruitment|enrol\w+|inclusion|wash-?out|run-in"
    r"|infusion)\b",
    "history": r"[\s-]*(?:history|follow-?up|survival|duration|old\b|of\s+age|vintage)",
    "each": r"[\s-]*(?:each|per|every|a\s+(?:day|week)|apart|intervals?)\b",
    "end": r"\s*(?:[.;]|$)",
    "comma": r"\s*,",
    "bracket": r"\s*\)",
    "from": r"[\s-]*(?:from|between|starting|beginning)\b",
    "to": r"[\s-]*(?:to|until|till|into)\b",
    "and": r"[\s-]*(?:and|or|with|but)\b",
    "in": r"[\s-]*\W?(?:in|on|at)\b",
    "when": r"[\s-]*,?\s*(?:when|while|at\s+which|by\s+which)\b",
    "longer": r"[\s-]*(?:longer|shorter|more|less|older|younger)\b",
}  # fmt: skip
_WITHIN = {
    "persons": r"\b(?:patients|participants|cases|women|men|children|subjects|brothers?|sisters?|siblings|mothers?"
    r"|fathers?|twins?|daughters?|sons?|parents)\b",
    "respectively": r"\brespectively\b|\bversus\b|\bvs\b|\bcompared\b",
    "average": r"\b(?:mean|median|average|IQR|interquartile|range\w*)\b|±",
    "planned": r"\b(?:planned|scheduled|should|would|will|protocol|due|expected|may|foreseen|recommend\w*"
    r"|eligib\w*)\b",
    "each": r"\b(?:each|every|per|either|both)\b",
    "interrupted": r"\b(?:interrupt\w*|pause\w*|break|missed|skipped|resum\w*|restart\w*|again|second\s+course"
    r"|intermittent\w*|relaps\w*|recurr\w*|off)\b",
    "others": r"\b(?:another|other|second|third|elder|younger|former|latter|first)\s+(?:patient|case|woman|man"
    r"|child|girl|boy|one|mass|lesion|course|episode|ulcer|nodule)\b|\bet\s+al\b|\b(?:case|patient)\s+\d",
    "already": r"\b(?:previous\w*|prior|earlier|already|history|before|had\s+been|former\w*|ago)\b",
    "until": r"\b(?:until|till|up\s+to|at\s+least|at\s+most|within)\b",
    "or": r"\bor\b",
    "percent": r"%",
    "doses": r"\d\s?(?:mg|g|ml|mL|mmol)\b",
    "while": r"\b(?:while|whereas|although|but|however|except|apart)\b",
    "unlike": r"\b(?:longer|shorter|longest|shortest|than|overlap\w*|parallel|concurrent\w*)\b",
    "gestation": r"\b(?:gestation\w*|corrected|postmenstrual|shelf|stored|stable|half-life)\b",
}  # fmt: skip
_HEAD = {name: lazy(words, _I) for name, words in _HEADS.items()}
_TAIL = {name: lazy(words, _I) for name, words in _TAILS.items()}
_TRAP = {f"text {name}": lazy(words, _I) for name, words in _WITHIN.items()}
_OF_PART = {"of each", "average", "limit", "since", "had", "and", "at", "after", "bracket", "to", "each", "history"}
_EVENT = lazy(r"[\s-]*(?:after|before|following|of|from|since|on|into|for|later)?\s*(?P<event>[^,.;()\d]{3,60})", _I)
_HEAD_OF, _TAIL_OF, _CLAUSE = 60, 40, 70


@lru_cache(maxsize=256)
def words_around(text: str, start: int, end: int, *, of_part: bool = False) -> tuple[str, ...]:
    """Names of the words before and behind a quantity; fewer of what is only a part of a reckoning."""
    head, tail = text[max(0, start - _HEAD_OF) : start], text[end : end + _TAIL_OF]
    found = [f"< {name}" for name, p in _HEAD.items() if (not of_part or name in _OF_PART) and p.search(head)]
    found += [f"> {name}" for name, p in _TAIL.items() if (not of_part or name in _OF_PART) and p.match(tail)]
    return tuple(found)


def words_within(text: str) -> dict[str, float]:
    """Names of words anywhere in a text by which reckonings go wrong."""
    return {name: 1.0 for name, pattern in _TRAP.items() if pattern.search(text)}


_words = lru_cache(maxsize=256)(event_words)


def event_overlap(text: str, target: Quantity, parts: Sequence[Quantity]) -> dict[str, float]:
    """Whether the event a length is said to be of or after ("of dialysis") is one of those of the parts, or of none."""
    behind = _EVENT.match(text, target.end)
    words = _words(behind["event"]) if behind else frozenset()
    if not words:
        return {}
    shared = [bool(words & _words(text[max(0, p.start - _CLAUSE) : p.start])) for p in parts]
    return {"event of a part": 1.0} if any(shared) else {"event of none": 1.0}


_BETWEEN = {
    "had": r"\bhad\b",
    "before": r"\b(?:before|prior|previous\w*|earlier|ago|until|till|preceding|formerly|originally)\b",
    "since": r"\b(?:since|history|from|between|known|whose|which|back|first|born|already)\b",
    "then": r"\b(?:then|subsequent\w*|thereafter|afterwards?|later|eventually|finally|next|follow\w*|soon)\b",
    "after": r"\bafter\b",
    "rests on": r"\b(?:on\s+the\s+(?:strength|basis)|because\s+of|in\s+view\s+of|in\s+the\s+light|owing\s+to"
    r"|based\s+on|result\w*|confirm\w*|therefore|thus|hence|report\w*|showed|led\s+to)\b",
    "review": r"\b(?:review|visit|follow-?up|seen|examin\w*|clinic|discharge\w*|returned|reported|healed|closed"
    r"|closure|improved|smaller)\b",
    "started": r"\b(?:start\w*|beg[au]n|initiat\w*|given|introduc\w*|commenc\w*)\b",
    "ended": r"\b(?:stop\w*|end\w*|discontinu\w*|last|final|complet\w*|until)\b",
    "planned": r"\b(?:planned|due|expected|scheduled|will|should|next)\b",
    "comparison": r"\b(?:than|compared|versus|vs|from|unlike)\b",
    "another": r"\b(?:another|other|second|new|again|re-?\w{4,}|different)\b",
    "contrast": r"\b(?:but|while|whereas|although|however)\b",
    "arrow": r"→|->|;",
    "bracket": r"[(\[]",
    "and": r"\band\b",
    "data": r"\b(?:data|registry|published|accessed|analy\w+|report\w*|version|revis\w*|amend\w*|cohort|series)\b",
}  # fmt: skip
_BETWEEN_IS = {name: lazy(words, _I) for name, words in _BETWEEN.items()}
_AHEAD_OF = 50


def words_between(text: str, one: Quantity, two: Quantity) -> dict[str, float]:
    """Names of words between two quantities, before the first, and behind the second, in its clause."""
    first, second = sorted((one, two), key=lambda q: q.start)
    gap, head = text[first.end : second.start], text[max(0, first.start - _AHEAD_OF) : first.start]
    tail = re.split(r"[.;,]\s", text[second.end : second.end + _AHEAD_OF], maxsplit=1)[0]
    found = {f"between {name}": 1.0 for name, p in _BETWEEN_IS.items() if p.search(gap)}
    found |= {f"before {name}": 1.0 for name, p in _BETWEEN_IS.items() if p.search(head)}
    found |= {f"behind {name}": 1.0 for name, p in _BETWEEN_IS.items() if p.search(tail)}
    found["words apart"] = min(3, len(gap) // 60)
    return found
