"""Who was left out on the way and who was left: "Of 87 charts we excluded 3, 43, 12 and 1, leaving 28"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from resorb.reading.counts.counted import Count, Ratio
from resorb.reading.counts.proportions import Token, tokens
from resorb.reading.counts.shares import Percentage, ShareWord
from resorb.reading.lazy import lazy

_MOST = 10
_GAP = 160
_START = lazy(
    r"\s+(?:[^\W\d][\w'’/-]*\s+){0,5}?(?:patients?|subjects?|participants?|people|persons|children|women|men|cases|charts?|files?|records?|"
    r"started|began|hits|citations|references|abstracts|articles|papers|reports|studies|candidates|enrol+ed|screened|consented|randomi[sz]ed|"
    r"assessed|approached|registered|eligible|files|lesions|samples|volunteers|entered|respondents|questionnaires|names|"
    r"titles|entries|admissions|letters|forms|sessions|infusions|doses|injections|visits|ulcers|deposits|nodules|hands|limbs|legs|eyes|"
    r"tubes|vials|jars|biopsies|images|radiographs|scans|films|specimens|families|pharmacies|cent(?:re|er)s|animals|rats|mice)\b",
    re.IGNORECASE,
)
_LOSS = lazy(
    r"\b(?:exclu\w+|remov\w+|declin\w+|withdr\w+|di(?:ed|es)|deaths?|lost|loss|duplicates?|ineligible|fail\w*|without|no|not|"
    r"miss(?:ing|ed)|skipped|cancel\w+|spoil\w+|broken|wasted|damaged|drop\w*|off[\s-]topic|minors?|left\s+(?:before|early|the)|refus\w+|moved|never|illegible|violat\w+|unable|"
    r"discard\w+|omitted|belonged|discontinu\w+|stopped|transferred|transplanted|incomplete|opted\s+out|unwilling|lack\w*|insufficient|inadequate|unclear|unusable|unavailable|pregnan\w+|concerned|outside|wrong|other)\b",
    re.IGNORECASE,
)
_OUT = lazy(
    r"\b(?:exclu\w+|remov\w+|discard\w+|omitted|declin\w+|ineligible|duplicates?|lost|withdr\w+|eliminated|set\s+aside)\b",
    re.IGNORECASE,
)
_GAIN = lazy(
    r"\b(?:joined|added|new|re-?entered|returned|re-?joined|additional|hand[\s-]?search\w*|replaced)\b", re.IGNORECASE
)
_LEAVING = (
    r"(?:left|leaving|leaves|there\s+(?:were|remained)|so(?:\s+that)?|thus|hence|giving|gave|yielding|therefore|resulting\s+in|remaining|remainder|rest|others?,?|"
    r"for\s+a\s+(?:final\s+)?(?:total|sample|cohort|analysis)\s+of|final\s+\w+(?:\s+(?:consisted|comprised|included|was|were))?(?:\s+of)?)"
)
_LEFT_BEFORE = lazy(
    rf"\b{_LEAVING}(?:\s+(?:us|with|a|the|final|total|only|sample|cohort|of|behind|all|group))*\s*$", re.IGNORECASE
)
_REMAINED = (
    r"(?:remained|remaining|given|attended|delivered|administered|infused|left\b(?!\s+(?:out|before|early|the|because))|completed|finished|"
    r"were\s+(?:finally\s+|then\s+)?(?:included|analy[sz]ed|kept|randomi[sz]ed|evaluable|evaluated|retained|left|available|eligible|screened|assessed|treated)|kept|"
    r"entered\s+the\s+(?:final\s+)?(?:analysis|study|trial)|form(?:ed|s)?\s+(?:the|our))\b"
)
_LEFT_AFTER = lazy(rf"(?:\s+(?!not\b|no\b)[^\W\d][\w'’/-]*){{0,4}}?\s+{_REMAINED}", re.IGNORECASE)
_SPEAKS_OF_REST = lazy(rf"\b{_LEAVING}|\s{_REMAINED}", re.IGNORECASE)
_WEAK = lazy(r"\b(?:discontinu\w+|stopped|di(?:ed|es)|deaths?)\b", re.IGNORECASE)
_VERB = lazy(r"\b(?:were|was|read|screened|remained|met)\b|[;.]\s", re.IGNORECASE)
_OTHER = lazy(
    r"\b(?:intention|intent|ITT|safety|at\s+least\s+one|all\s+who|each\s+arm|respectively|per\s+arm|more\s+than\s+one\s+reason|"
    r"several\s+reasons|overlap\w*|some\s+for\s+both|of\s+whom|of\s+these|of\s+them|among\s+(?:them|these)|including)\b",
    re.IGNORECASE,
)
_SPLITS = lazy(r"[,;:.()]|\band\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Attrition:
    """``begun`` less ``lost`` (gains are negative) should be ``left``. ``start`` and ``end`` span the number left.

    ``is_weak`` when those lost may still have been counted among those left (they died or stopped, and were analysed).
    """

    start: int
    end: int
    begun: int
    lost: tuple[int, ...]
    left: int
    is_weak: bool = False

    @property
    def rest(self) -> int:
        """Who should be left."""
        return self.begun - sum(self.lost)


def attrition(text: str) -> Attrition | None:
    """The first attrition that ``text`` (a sentence, or a few in a row) tells whole; None when it tells none.

    Every count between the start and the end must be one of those lost; else the text tells more than is read here.
    """
    if not _LOSS.search(text) or not _SPEAKS_OF_REST.search(text):
        return None
    found: list[Token] = [t for t in tokens(text) if not isinstance(t, Percentage | ShareWord)]
    for at, token in enumerate(found[:4]):
        begun = _begun(text, token)
        if begun is None:
            continue
        return _from(text, found, at, begun)
    return None


def begins(text: str) -> bool:
    """Whether an attrition may begin in this sentence: one of its first counts is of those who began."""
    found = (t for t in tokens(text)[:8] if isinstance(t, Count | Ratio))
    return any(_begun(text, token) is not None for token in found)


def _begun(text: str, token: Token) -> int | None:
    if isinstance(token, Ratio):
        return token.whole if not token.is_slash and token.part < token.whole else None
    if isinstance(token, Count) and (token.is_capital or _START.match(text[token.end : token.end + 90])):
        return token.value
    return None


def _from(text: str, found: list[Token], at: int, begun: int) -> Attrition | None:
    first = found[at]
    lost: list[int] = [first.part] if isinstance(first, Ratio) else []
    if isinstance(first, Ratio) and not _LOSS.search(re.split(r"[;.]", text[first.end : first.end + _GAP])[0]):
        return None
    previous, weak = first, False
    # The clause before the first loss may govern the whole list: "we excluded 3, 43, 12 and 1".
    governed = False
    for number in range(at + 1, min(len(found), at + 2 + _MOST)):
        token = found[number]
        between = text[previous.end : token.start]
        if not isinstance(token, Count) or len(between) > _GAP:
            return None
        after = text[token.end : found[number + 1].start if number + 1 < len(found) else token.end + 90]
        if text[token.end :].lstrip(" -").startswith("half"):
            return None  # lost in part
        if lost and _is_left(between, after, text, token):
            window = text[first.start : token.end + 60]
            if _OTHER.search(window) or token.value == begun:
                return None
            end = _noun_end(text, token)
            total = at if isinstance(first, Ratio) else at + 1
            gap = text[found[total].end : found[total + 1].start]
            analysed = bool(re.match(r"[^.;,]{0,60}\b(?:analy|includ|evalua|assess)", text[token.end : token.end + 80]))
            return Attrition(
                token.start,
                end,
                begun,
                _totals(lost, 0 if _ADDED.search(gap) else begun - token.value),
                token.value,
                weak and analysed,
            )
        own = _SPLITS.split(between)[-1] + " " + _SPLITS.split(after, maxsplit=1)[0]
        governed = bool(_OUT.search(between)) or (governed and not _VERB.search(between))
        if _GAIN.search(own):
            lost.append(-token.value)
        elif governed or _LOSS.search(own):
            lost.append(token.value)
            weak = weak or bool(_WEAK.search(own))
        else:
            return None
        previous = token
    return None


_ADDED = lazy(r"^[^:;()]{0,30}\band\s+$", re.IGNORECASE)
"""Between a loss and another one, not its reason: "14 duplicates and 9 minors"."""


def _totals(lost: list[int], gone: int) -> tuple[int, ...]:
    """Losses without the reasons that only tell a loss again: "36 were not randomised: 22, 11 and 3"."""
    if len(lost) > 1 and (lost[0] == gone or lost[0] == sum(lost[1:])):
        return (lost[0],)
    return tuple(lost)


def _is_left(between: str, after: str, text: str, token: Count) -> bool:
    if _LEFT_BEFORE.search(between):
        return True
    return bool(_LEFT_AFTER.match(text[token.end : token.end + 90])) and not _GAIN.search(after[:20])


def _noun_end(text: str, token: Count) -> int:
    match = re.match(r"(?:\s+[^\W\d][\w-]*){0,2}", text[token.end : token.end + 50])
    return token.end + (match.end() if match else 0)
