"""Whether what a summary is about can only be whole numbers: counts of things, scores and ages said to be whole."""

from __future__ import annotations

import re

from resorb.reading.lazy import lazy

_THINGS = (
    r"(?:(?!(?:days|weeks|months|years|hours|minutes|points|grams|milligrams|doses|units|tablets|percent\w*|degrees|metres|"
    r"litres|millilitres|centimetres|millimetres|times|this|his|its|was|is|has|as|us|yes|does|less|plus|versus|"
    r"scores|readings|values|ratings|levels|means|medians|averages|pack-years|person-years|patients|doubles|serious|various|"
    r"previous|concomitant|cigarettes|units|steps|stations|pieces|parts|boxes|sachets|capsules|pills|bags)\b)"
    r"[a-z-]{2,20}s|children|women|men|people|relapse|masses|sinuses|biopsies)"
)
_COUNT = lazy(
    rf"\bnumbers?\sof\s(?:[a-z-]{{2,20}}\s){{0,3}}?{_THINGS}\b|\bcounts?\sof\s(?:[a-z-]{{2,20}}\s){{0,3}}?{_THINGS}\b"
    rf"|(?<!of ){_THINGS}\sper\s(?:patient|person|limb|leg|child|man|woman|case)\b(?!\s(?:per|a)\b)"
    rf"|\b{_THINGS}\scounts?\b|\bcounted\b[^.;]{{0,40}}\b{_THINGS}\b|\b{_THINGS}\b[^.;]{{0,40}}\bcounted\b",
    re.IGNORECASE,
)
_WHOLE = lazy(
    r"\b(?:whole|completed?|full)[\s-](?:[a-z]{3,12}\s)?(?:numbers?|points?|years?|digits?|units?|steps?|scores?|counts?|marks?|"
    r"grades?|stars?|ratings?|values?|answers?|steps?|tablets?|capsules?)\b|\b0,\s1,\s2\b|\bno\s(?:decimals|halves|half\s\w+)\b|\binteger|\bage\sat\s(?:the\s)?last\sbirthday\b"
    r"|\b(?:in|to)\san?\sinteger\b",
    re.IGNORECASE,
)
_OWNER = (
    r"(?:patient|person|limb|leg|hand|case|m[ae]n|wom[ae]n|child|girl|boy|participant|subject|family|wound|lesion|eye)"
)
_UNIT_IS_THING = lazy(
    rf"\s?(?:(?!per\b|each\b|every\b)[a-z-]{{2,15}}\s)?{_THINGS}(?:\s(?:each|per\s{_OWNER}))?"
    r"(?!\s?(?:per|a|each|/)\b)",
    re.IGNORECASE,
)
_LABEL = lazy(rf"{_THINGS}(?:,?\s(?:per|in\seach)\s(?:patient|person))?(?:,\s?n|\s\(n\))?$", re.IGNORECASE)
NOT_WHOLE = lazy(
    r"\b(?:per|a|each|every|/)\s?(?:week|month|day|year|hour|100|1[ ,]?000|kg|cm|patient-|person-|\d)"
    r"|\bhalf[\s-](?:points?|years?|steps?)\b|"
    r"\bweekly\b|\bmonthly\b|\bdaily\b|\byearly\b|\brate\b|\bweighted|\bgeometric|\badjusted|\blog\b"
    r"|\bleast[- ]squares|\bpooled|\bestimated|\bindex|"
    r"\bdensity|\baverage\sof\s\w+\s(?:readings|raters|observers)|\bduration|\btime\b|\bsize|\bdiameter|\bvolume"
    r"|\barea\b|\bdoses?\b|\bamount|\bdistance|"
    r"\bpercent|%|\bpredicted|\bexpected|\bmodel",
    re.IGNORECASE,
)
_RANGE_OF_THINGS = lazy(
    rf"\b\d{{1,3}}\s(?:and|to)\s\d{{1,3}}\s(?:[a-z-]{{3,15}}\s)?{_THINGS}(?:\seach)?,?\s?\(?(?:on\s|an\s|with\sa\s)?$",
    re.IGNORECASE,
)
"""Things counted in each, before their mean: "had between 1 and 6 deposits each (mean 2.5)"."""
_AGE = lazy(r"\bage[ds]?\b", re.IGNORECASE)
_OWN_SUBJECT = lazy(
    r"\b(?!(?:of|was|were|is|the|and|both|at|about|number|count|mean|median|had|per|patient)\b)[a-z]{3,}", re.IGNORECASE
)


def are_whole(phrase: str, unit: str, before: str, earlier: str, after: str = "") -> bool:
    """Whether the values of a summary are whole numbers, so far as its words tell.

    Args:
        phrase: what stands between "mean" or "median" and the number.
        unit: what stands right behind the number.
        before: the sentence up to the summary.
        earlier: the sentence before.
        after: the sentence behind the summary, which may tell it too ("whole numbers only").
    """
    if NOT_WHOLE.search(phrase) or NOT_WHOLE.search(unit[:25]):
        return False
    if _COUNT.search(phrase) or _UNIT_IS_THING.match(unit) or _LABEL.match(phrase):
        return True
    said = _WHOLE.search(before) or _WHOLE.search(phrase) or _WHOLE.search(earlier) or _WHOLE.search(after)
    if said and not re.search(r"(?<!no )(?:half|decimal|tenths)", earlier + before + after, re.IGNORECASE):
        is_age = _AGE.search(phrase) is not None
        return is_age == ("year" in said[0].lower() or "birthday" in said[0].lower()) or not _OWN_SUBJECT.search(phrase)
    measured = unit[:1].isalpha() or unit[1:2].isalpha()
    if (
        not measured
        and not _OWN_SUBJECT.search(phrase)
        and _RANGE_OF_THINGS.search(before)
        and not NOT_WHOLE.search(before[-60:])
    ):
        return True
    near = before[max(before.rstrip(" :").rfind(":") + 1, len(before) - 160) :]
    return not _OWN_SUBJECT.search(phrase) and _COUNT.search(near) is not None and not NOT_WHOLE.search(near)
