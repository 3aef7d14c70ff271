"""Pieces of a statistical summary in running text: centres, spreads, ranges, quartiles, extremes and scales.

Each piece says only what its own words say; :mod:`resorb.reading.statistics.summaries` puts together those that belong
together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.reading.kept import kept
from resorb.reading.lazy import lazy
from resorb.reading.statistics.figures import (
    PLAIN,
    SIGNED,
    UNIT,
    ends_of,
    is_averaged_over,
    is_cited,
    pair,
    read_figure,
    span_of,
)
from resorb.reading.statistics.size_classes import without_size_classes
from resorb.reading.statistics.summary_parts import Part, Piece

_REACH = 110
_VALUE = rf"(?P<v>{SIGNED})(?:[\s-]?(?P<u>{UNIT}))?"
_PAIR = pair("low", "high")
_LEGEND = (
    r"(?:\s?[(\[](?P<legend>(?:SD|SE|SEM|s\.d\.|range|IQR|min|interquartile|standard|95|±)[^()\[\]\d]{0,30}"
    r"|(?:Q1|P25|25th)\s?(?:[-–—,;/]|to|and)\s?(?:Q3|P75|75th)(?:\s(?:per)?centiles?)?)[)\]]"
    r"|\s?(?P<pm>(?:±|\+/-)\s?(?:SD|SEM?|standard\s\w+)))"
)
_CENTRE = lazy(
    rf"(?<![\w-])(?P<word>mean|means(?=\s(?:were|of\s\d))|average[ds]?|averaging|median|med(?=\s|\.)(?!\.?,?\s(?:(?-i:[A-Z])|(?:19|20)\d\d\s?[;:(,]))|(?-i:Mdn|M(?=\s?=)))(?!\s(?:that"
    rf"|to\b))\b{_LEGEND}?",
    re.IGNORECASE,
)
_OTHER_CENTRE = lazy(
    r"(?:geometric|weighted|pooled|adjusted|least[- ]squares|estimated|trimmed|log|marginal|grand|harmonic"
    r"|harmonis?e?d|moving|by|"
    r"above|below|no)\s$",
    re.IGNORECASE,
)
_BEHIND_ITS = lazy(rf"\d(?:\s?{UNIT})?\s(?:in\sthe|on(?:\san|\sthe)?)\s$")
_IN_BRACKETS = lazy(
    r",?\s(?:with\s)?(?:the\s)?(?P<what>SD|standard deviation|SEM?|range|IQR|quartiles)s?\s(?:is\s"
    r"|are\s)?(?:given\s)?in\s(?:parenthes[ei]s|brackets),?",
    re.IGNORECASE,
)
_NUMBER = lazy(_VALUE, re.IGNORECASE)
_GIVES_UP = lazy(
    r";|\.\s|\b(?:means?|medians?|averages?|range[ds]?|ranging|SD|SEM?|IQR|interquartile|quartiles?|from|between"
    r"|than|vs|versus|but|"
    r"whereas|while|CI|p|if)\b|[±=<>≤≥]\s?\d|\bp\s?[=<>]",
    re.IGNORECASE,
)
_AT_SOMETHING = lazy(
    r"(?:\b(?:in|among|amongst|for|over|after|at|by|within|during|until|week|month|day|year|visit|grade|stage"
    r"|type|table|figure|fig\.?|image|photo|photograph|picture|case|patient|question|item|slide|site|reader|rater|all|"
    r"these|those|the|other|first|last|only|n|class|group|arm|phase|to|and|or|(?-i:[A-Z]{2,}\d*)|on)|[/=,(\[]"
    r"|\d[\s-])\s?$",
    re.IGNORECASE,
)
_DIRECT = lazy(r"\s?(?:,|:|=|\bof\b|\bwas\b|\bis\b|\bwere\b|\bat\b|\babout\b|\bapproximately\b|\s)*\s?", re.IGNORECASE)
_VERB = lazy(
    r"(?:\b(?:was|were|is|of|at|by|:|=|,|about|approximately|only|being|reached|equal(?:led|s))|[,:=])\s?$",
    re.IGNORECASE,
)
_PEOPLE = lazy(
    r"\s(?:(?!per\s|each\s)[a-z-]+\s){0,2}(?:patients?|women|men|girls|boys|children|adults|participants|subjects|people|persons"
    r"|cases|controls|pts|"
    r"parents|limbs|legs|studies|cohorts|cent(?:re|er)s|of\s(?:the|all|\d))\b",
    re.IGNORECASE,
)
_RELATIVE = lazy(r"\b(?:who|whose|which|whom|receiving|treated|given|taking)\b", re.IGNORECASE)
_THEN_ITS_VALUE = lazy(r"\s(?:[a-z-]+\s){1,3}(?:was|were|is)\s\d")
_PAIR_GOES_ON = lazy(r"\s?(?:[-–—]\s?|to\s|/)\d")
_AFTERWARDS = lazy(
    rf"(?<![\w.,/·-]){_VALUE}(?P<noun>(?:\s[a-z][a-z-]{{1,20}}){{0,2}}?)(?:\s?\((?:range"
    rf"|IQR)?,?\s?[\d.–-]{{1,9}}(?:\sto\s[\d.]{{1,6}})?(?:\s[a-z]{{1,8}})?\))?"
    r",?\s(?:\((?P<in>mean|median|average)\b(?=\s?[;,)])|(?:on|in)\s(?:an?\s|the\s)?(?P<on>average|mean|median)\b"
    r"|each\son\s(?P<each>average)\b)",
    re.IGNORECASE,
)
_BEFORE_SPREAD = lazy(
    rf"(?<![\w.,/·-]){_VALUE}(?:\s[a-z][a-z-]{{1,20}})?(?:\s?[(\[]|,?\s(?:with|and)\san?\s)(?=(?:SD|SEM?|S\.D\.|s\.d\."
    rf"|[Ss]tandard\s[Dd]eviation)[\s,=:])"
)
_AGED = lazy(rf"\b(?:aged|ages)\s(?:between\s|from\s|of\s)?{_PAIR}", re.IGNORECASE)
_VISIT = lazy(r"\b(?:d|days?|weeks?|wk|months?|visits?)\s?$", re.IGNORECASE)
_PLUS_MINUS = lazy(
    rf"(?<![\w.,/·-])(?P<v>{SIGNED})(?:\s?(?P<u>{UNIT}))?\s?(?:±|\+/[-−–])\s?(?P<w>{SIGNED})(?:[\s-]?(?P<wu>{UNIT}))?",
    re.IGNORECASE,
)
_LINK = r"(?:[\s,:=(]|\bof\b|\bwas\b|\bwere\b|\bis\b|\bat\b){1,5}"
_SD = lazy(
    rf"(?<![\w-])(?P<said>SD|S\.D\.|s\.d\.|sd|[Ss]tandard\s[Dd]eviations?(?:\s\(SD\))?)"
    rf"(?:\s(?:of|for|in)\s(?:[a-z-]{{1,20}}\s){{1,4}}(?=was|is|were))?{_LINK}{_VALUE}"
)
_SE = lazy(
    rf"(?<![\w-])(?P<said>SEM?|S\.E\.(?:M\.)?"
    rf"|[Ss]tandard\s[Ee]rrors?(?:\sof\sthe\smean)?(?:\s\(SEM?\))?){_LINK}{_VALUE}"
)
_QUARTILES = lazy(
    r"(?<![\w-])(?:IQR|[Ii]nter-?\s?quartile\s(?:[Rr]ange|[Ii]nterval)(?:\s[(\[]IQR[)\]])?|[Qq]uartiles?"
    r"|Q1\s?(?:[-–,]|to|and)\s?Q3|25th\s?(?:[-–]|to|and)\s?75th\s[Pp]ercentiles?)"
    r"(?:\s(?:of|for|in)\s(?:[a-z-]{1,20}\s){1,3}(?=was|were|at|from))?"
    rf"(?:[\s,:=(\[]|\bof\b|\bwas\b|\bfrom\b|\bat\b"
    rf"|\bwere\b){{1,5}}(?:(?P<q1>{PLAIN})\s?,\s(?P<q2>{PLAIN}),?\sand\s(?P<q3>{PLAIN})|{_PAIR})"
)
_RANGE = lazy(
    r"(?<![\w-])(?:[Rr]ange[ds]?|[Rr]anging|RANGE|[Mm]in(?:imum)?\.?\s?(?:[-–/,]|to|and)\s?[Mm]ax(?:imum)?\.?"
    r"|[Ee]xtremes)"
    rf"(?:[\s,:=(\[]|\bof\b|\bwas\b|\bwere\b|\bfrom\b|\bbetween\b){{1,6}}{_PAIR}"
)
_NOT_A_RANGE = lazy(
    r"(?:reference|normal|target|therapeutic|laboratory|usual|recommended|dose|dosing|quartile|interquartile"
    r"|acceptable|physiological|"
    r"long|short|mid|wide|close)[\s-]$",
    re.IGNORECASE,
)
_FROM = lazy(rf"(?<![\w-])(?P<said>from|between|with\svalues\sof|lying)\s{_PAIR}", re.IGNORECASE)
_CHANGING = lazy(
    r"\b(?:fell|fall|falls|rose|rise|risen|rises|drop(?:ped|s)?|declin\w+|decreas\w+|increas\w+|improv\w+"
    r"|reduc\w+|chang\w+|went|"
    r"shrank|shrunk|grew|gr(?:ow|own)|moved|switched|escalated|titrated|lowered|raised|tapered|worsen\w+"
    r"|progress\w+|reached|"
    r"difference|differed|interval|treated|period|years)\b[^.;]{0,40}$|\bfrom\b[^.;]{0,55}\band\s$",
    re.IGNORECASE,
)
_CHANGES = lazy(
    r"\b(?:fall\w*|fell|ris\w+|rose|dropp\w+|declin\w+|decreas\w+|increas\w+|improv\w+|chang\w+|went|gone)\b",
    re.IGNORECASE,
)
_CHANGED = lazy(
    rf"(?<![\w-])(?P<word>mean|average|median)\b(?P<phrase>[^.;\d±()]{{0,60}}?)\s(?!(?:ran|runs?|running|goes|ranged?|ranges|"
    r"ranging|varied|varies|varying|extend\w*|scored|scale|values?|differ\w*|apart|taken|calculated|derived|obtained|data|away|"
    r"scores?|patients?|suffer\w*|cited|different|read|ages?|aged)\s)[a-z]{3,15}"
    rf"\s(?:[a-z]{{1,15}}\s)?from\s(?P<a>{SIGNED})(?:\s?(?P<au>{UNIT}))?(?:\s?\([^()]{{1,30}}\))?"
    rf"\sto\s(?P<b>{SIGNED})(?:\s?(?P<bu>{UNIT}))?",
    re.IGNORECASE,
)
_FROM_MEAN = lazy(
    rf"\bfrom\s(?:an?\s|the\s)?(?P<word>mean|average|median)\b(?:\s[a-z-]{{2,15}}){{0,2}}?\s(?:of\s)?(?P<a>{SIGNED})(?:\s?(?P<au>{UNIT}))?"
    rf"(?:\s?\([^()]{{1,30}}\))?(?:\s(?!to\b)[a-z]{{2,12}}){{0,3}}\sto\s(?:(?:an?|the|mean|average|median|only|of)\s){{0,3}}"
    rf"(?P<b>{SIGNED})(?:\s?(?P<bu>{UNIT}))?(?![\w]|[.,]\d|\s?[-–]\s?\d)(?P<phrase>)",
    re.IGNORECASE,
)
"""Two means of which the first bears the word: "fell from a mean of 5.6 at entry to 2.5"."""
_SECOND = lazy(
    rf"[^.;:]{{0,80}}?\b(?:and|versus|vs\.?|against|but|compared\swith)\s(?:(?:of|was|were|to|by|at|only|one|the|mean|"
    rf"median)\s){{0,3}}(?P<b>{SIGNED})(?:\s?(?P<bu>{UNIT}))?(?=(?:\s?\([^()]{{1,30}}\))?\s(?:at|after|before|on|by|in|for|"
    r"among|with|later|when)\b)",
    re.IGNORECASE,
)
"""A second centre told by the first one's word: "a mean of 6.4 before and of 2.9 after"."""
_SCALE = lazy(
    rf"(?:\b(?:scale|VAS|NRS|scored|rated|score)\b(?:\s(?!from|to\b)[a-z-]+){{0,3}}?[\s,(]{{1,2}}(?:(?:from|of"
    rf"|ranging\sfrom)\s)?(?P<one>{_PAIR})"
    rf"|\b(?:total|scores?|scale|index|sum|rating|instrument|questionnaire|items?)\b(?:\s[a-z-]{{1,15}}){{0,2}}?"
    rf"\s(?:runs?|goes|extends?|can\s(?:range|run|lie|be)|may\s(?:range|run|lie|be)|(?:possible|theoretical)\srange"
    rf"(?:\sis|\swas|:|\sof)?)\s(?:from\s|between\s)?(?P<three>{pair('bottom', 'top')})"
    rf"|(?P<two>{pair('first', 'last')})[- ](?:point\s)?(?:scale|VAS|NRS|numeric|visual|Likert))",
    re.IGNORECASE,
)
_LOWEST = lazy(
    rf"\b(?P<said>min(?:imum)?\.?|lowest|smallest|youngest|shortest)\b(?P<words>(?!\s?(?:[-–/,]|to"
    rf"|and)\s?max)[^.;\d±]{{0,25}}?)[\s,:=(]{_VALUE}",
    re.IGNORECASE,
)
_HIGHEST = lazy(
    rf"\b(?P<said>max(?:imum)?\.?|highest|largest|oldest|longest)\b(?P<words>[^.;\d±]{{0,25}}?)[\s,:=(]{_VALUE}",
    re.IGNORECASE,
)
_BRACKET = lazy(
    rf"(?:\s?(?P<lead>(?:[a-z][a-z-]{{1,20}}\s){{0,3}}[a-z-]{{2,20}}))?\s?[(\[]\s?(?:from\s)?{_PAIR}\s?(?=[)\];,])"
)
_ONE_BRACKET = lazy(rf"\s?[(\[]\s?(?P<v>{SIGNED})\s?[)\]]")

_ORDER = {part: number for number, part in enumerate((
    Part.PLUS_MINUS, Part.QUARTILES, Part.RANGE, Part.SD, Part.SE, Part.SCALE, Part.MEAN, Part.MEDIAN, Part.LOWEST,
    Part.HIGHEST, Part.FROM, Part.BRACKET, Part.SPREAD_BRACKET,
))}  # fmt: skip


@kept
def pieces(text: str) -> Iterator[Piece]:
    """Every piece of a sentence, in order of place; of two that overlap the one whose word is the surer."""
    text = without_size_classes(text)
    found = [
        *_plus_minus(text), *_values(text, _SD, Part.SD), *_values(text, _SE, Part.SE), *_pairs(text), *_centres(text),
        *_before_spread(text), *_afterwards(text), *_extremes(text), *_changes(text),
    ]  # fmt: skip
    kept: list[Piece] = []
    for one in sorted(found, key=lambda p: (p.start, _ORDER[p.part])):
        if kept and one.start < kept[-1].end:
            if _ORDER[one.part] >= _ORDER[kept[-1].part] or one.part is Part.MEAN:
                continue
            kept.pop()
        kept.append(one)
    for at, one in enumerate(kept):
        yield one
        if one.part in (Part.MEAN, Part.MEDIAN, Part.PLUS_MINUS):
            next_start = kept[at + 1].start if at + 1 < len(kept) else len(text)
            yield from (b for b in _brackets(text, one) if b.end <= next_start)


def _centres(text: str) -> Iterator[Piece]:
    """A mean or median whose word stands before its number."""
    for match in _CENTRE.finditer(text):
        if any(p.search(text, max(0, match.start() - 20), match.start()) for p in (_OTHER_CENTRE, _BEHIND_ITS)):
            continue
        part = Part.MEDIAN if match["word"].lower().startswith(("med", "mdn")) else Part.MEAN
        value = _value_behind(text, match.end())
        if value is not None:
            number = read_figure(value["v"])
            if number is not None:
                phrase = text[match.end() : value.start("v")]
                second = _SECOND.match(text, value.end())
                other = read_figure(second["b"]) if second else None
                if (
                    second is not None and other is not None and number.decimals == other.decimals > 0
                    and (second["bu"] or "") in ("", value["u"])
                ):  # fmt: skip
                    end = second.end("bu") if second["bu"] else second.end("b")
                    yield Piece(part, second.start("b"), second.start("b"), end, other, unit=second["bu"] or "",
                                phrase=phrase)  # fmt: skip
                told = _IN_BRACKETS.search(phrase)
                yield Piece(
                    part, match.start(), value.start("v"), value.end(), number, unit=value["u"] or "", phrase=phrase,
                    legend=(match["legend"] or match["pm"] or (told["what"] if told else "")).lower(),
                )  # fmt: skip


def _value_behind(text: str, start: int) -> re.Match[str] | None:
    """The number that a word such as "mean" is about: not a group size, a visit, a week or an end of a range."""
    at = start
    for match in _NUMBER.finditer(text, start, start + _REACH):
        between = _IN_BRACKETS.sub("", text[at : match.start()])
        if _GIVES_UP.search(between):
            return None
        before = text[start : match.start()]
        if before[-1:].isalnum() or before[-1:] in ("(", "[", ".", "^"):
            return None
        if any(_PAIR_GOES_ON.match(text, end) for end in (match.end("v"), match.end())):
            return None
        direct = _DIRECT.fullmatch(before) is not None
        people = _PEOPLE.match(text, match.end("v")) is not None
        at = match.end()
        if is_averaged_over(text, match.end("v")):
            return None
        if _RELATIVE.search(before) and not _VERB.search(before):
            continue
        if (people and not direct) or _THEN_ITS_VALUE.match(text, match.end("v")):
            continue
        if direct or _VERB.search(before) or not _AT_SOMETHING.search(before):
            return None if people and before.strip() in ("", ",") else match
    return None


def _afterwards(text: str) -> Iterator[Piece]:
    """A mean or median whose word stands behind its number: "12 years on average", "5 months (median; …"."""
    if not re.search(r"on average|in the me|\((?:mean|median|average)|on an average|each on", text, re.IGNORECASE):
        return
    for match in _AFTERWARDS.finditer(text):
        word = (match["in"] or match["on"] or match["each"]).lower()
        number = read_figure(match["v"])
        before = text[max(0, match.start() - 12) : match.start()]
        if number is not None and (before.endswith((" came to ", "mounted to ")) or not _AT_SOMETHING.search(before)):
            part = Part.MEDIAN if word == "median" else Part.MEAN
            yield Piece(part, match.start(), match.start(), match.end("u") if match["u"] else match.end("v"), number,
                        unit=match["u"] or "", phrase=match["noun"] or "")  # fmt: skip


def _changes(text: str) -> Iterator[Piece]:
    """Two means told by how they changed: "the mean fell from 3.2 to 2.4"."""
    for match in (*_CHANGED.finditer(text), *_FROM_MEAN.finditer(text)):
        part = Part.MEDIAN if match["word"].lower().startswith("med") else Part.MEAN
        for at, unit in (("a", "au"), ("b", "bu")):
            number = read_figure(match[at])
            if number is not None:
                end = match.end(unit) if match[unit] else match.end(at)
                yield Piece(part, match.start(at), match.start(at), end, number, unit=match[unit] or "",
                            phrase=match["phrase"])  # fmt: skip


def _before_spread(text: str) -> Iterator[Piece]:
    """A number with its SD in brackets behind is a mean."""
    for match in _BEFORE_SPREAD.finditer(text):
        number = read_figure(match["v"])
        numbered = _VISIT.search(text, max(0, match.start() - 9), match.start()) or _PEOPLE.match(text, match.end("v"))
        if (
            number is not None
            and not numbered
            and not re.search(r"[=<>±(]\s?$", text[max(0, match.start() - 3) : match.start()])
        ):
            end = match.end("u") if match["u"] else match.end("v")
            yield Piece(Part.MEAN, match.start(), match.start(), end, number, unit=match["u"] or "")


def _plus_minus(text: str) -> Iterator[Piece]:
    if "±" not in text and "+/" not in text:
        return
    for match in _PLUS_MINUS.finditer(text):
        number, spread = read_figure(match["v"]), read_figure(match["w"])
        if _VISIT.search(text, max(0, match.start() - 9), match.start()):
            continue
        if number is not None and spread is not None:
            unit = match["wu"] or match["u"] or ""
            end = match.end("wu") if match["wu"] else match.end("w")
            yield Piece(Part.PLUS_MINUS, match.start(), match.start(), end, number, spread, unit)


def _values(text: str, pattern: re.Pattern[str], part: Part) -> Iterator[Piece]:
    for match in pattern.finditer(text):
        number = read_figure(match["v"])
        if (
            re.search(r"(?:and|,|±|/)\s?$", text[max(0, match.start() - 5) : match.start()])
            and text.startswith(",", match.end())
            and "(" in text[match.start() : match.start("v")]
        ):
            continue  # "mean and SEM (6.0, 1.96)": a list of both
        if number is not None and not _PAIR_GOES_ON.match(text, match.end("v")):
            yield Piece(part, match.start(), match.start("v"), match.end("v"), number, unit=match["u"] or "")


def _pairs(text: str) -> Iterator[Piece]:
    for match in _QUARTILES.finditer(text):
        if match["q1"]:
            first, middle, last = (read_figure(match[k]) for k in ("q1", "q2", "q3"))
            if first and middle and last:
                yield Piece(
                    Part.QUARTILES, match.start(), match.start("q1"), match.end("q3"), first, last, middle=middle
                )
        else:
            yield from _pair(text, match, Part.QUARTILES)
    for match in _RANGE.finditer(text):
        if not _NOT_A_RANGE.search(text, max(0, match.start() - 16), match.start()):
            yield from _pair(text, match, Part.RANGE)
    for match in _AGED.finditer(text):
        yield from _pair(text, match, Part.RANGE)
    for match in _FROM.finditer(text):
        if not _CHANGING.search(text, max(0, match.start() - 60), match.start()):
            yield from _pair(text, match, Part.FROM)
    for match in _SCALE.finditer(text):
        if _CHANGES.search(match[0]):
            continue
        names = ("low", "high") if match["one"] else ("first", "last") if match["two"] else ("bottom", "top")
        yield from _pair(text, match, Part.SCALE, names)


def _pair(text: str, match: re.Match[str], part: Part, names: tuple[str, str] = ("low", "high")) -> Iterator[Piece]:
    ends = ends_of(match, *names)
    if ends is not None:
        start, end = span_of(match, *names)
        if not re.match(r"[\d.,]?\d|\s?[-–]\s?\d", text[match.end() : match.end() + 3]) and not is_cited(text, start):
            yield Piece(part, match.start(), start, end, *ends)


def _extremes(text: str) -> Iterator[Piece]:
    for pattern, part in ((_LOWEST, Part.LOWEST), (_HIGHEST, Part.HIGHEST)):
        for match in pattern.finditer(text):
            number = read_figure(match["v"])
            if (
                number is not None
                and not _GIVES_UP.search(match["words"])
                and not _PAIR_GOES_ON.match(text, match.end("v"))
            ):
                yield Piece(part, match.start(), match.start("v"), match.end("v"), number, unit=match["u"] or "")


def _brackets(text: str, centre: Piece) -> Iterator[Piece]:
    """What stands in brackets right behind a centre."""
    match = _BRACKET.match(text, centre.end)
    if match is not None:
        yield from _pair(text, match, Part.BRACKET)
        return
    single = _ONE_BRACKET.match(text, centre.end)
    number = read_figure(single["v"]) if single else None
    if single is not None and number is not None:
        yield Piece(Part.SPREAD_BRACKET, single.start(), single.start("v"), single.end("v"), number)
