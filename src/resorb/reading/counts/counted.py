"""Counts of members of a group in running text: whole numbers, "19 of 28", "all but one of the 12", what is counted.

A count is no measurement: numbers with a unit or a span of time behind them, ranges, labels ("week 12", "patient 4"),
years and parts of dates are not taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from resorb.reading.kept import kept
from resorb.reading.lazy import lazy
from resorb.reading.numerals import WORD, read_numeral

_BIG = r"(?<!hundred[ -])(?<!hundred and )(?<!thousand[ -])(?<!thousand, )(?<!thousand and )(?<!million )"
COUNT = (
    r"(?:(?<![\w.,·/^+±−–—$€£#-])(?:\d{1,3}(?:,\d{3})+|(?!00)\d{1,6})(?![\w^%°]|[.,·’']\d|\s?%|\s?±|[-–—]\w|,\d)"
    rf"|(?<![\w-])(?=[zotfsenh]){_BIG}(?!hundred\b)(?:{WORD})"
    r"(?![\w-]|\s(?:hundred|thousand|million|and a half|percent|per cent)\b))"
)
"""A whole number in digits or words that may be a count."""
DETERMINERS = (
    r"(?:(?:the|these|those|our|all|(?:a\s+)?total(?:\s+number)?\s+of|in\s+total|his|her|their|its|other|first|last|entire|"
    r"whole|remaining|"
    r"initial|original|only|said|such|another|same|very|self-?same|identical|full)\s+){0,3}"
)
PEOPLE = (
    r"(?:pati[eë]nts?|pts?|subjects?|participants?|child(?:ren)?|wom[ae]n|m[ae]n|girls?|boys?|females?|males?|adults?|"
    r"adolescents|infants|individuals?|people|persons?|cases?|respondents?|(?:non-?)?responders?|survivors?|siblings?|"
    r"brothers|sisters|twins|carriers|relatives|family\s+members|recipients?|controls?|volunteers?|smokers|donors?|"
    r"completers|enrol+ees|members|candidates|probands|users|readers|raters|physicians|dermatologists|pharmacists|"
    r"surgeons|nurses|clinicians|doctors|inpatients|outpatients|diabetics|deaths|residents|students|trainees|workers|"
    r"employees|aides|athletes|drivers|veterans|soldiers|neonates|newborns|mothers|fathers|parents|pupils|seniors|"
    r"beneficiaries|migraineurs|casualties|victims|decedents)"
)
"""Words for persons, counted whole."""
THINGS = (
    r"(?:lesions?|deposits?|nodules?|ulcers?|wounds?|plaques?|calcifications?|masses|tumou?rs?|legs?|fingers?|digits?|"
    r"hands?|feet|toes?|knees?|elbows?|hips?|shoulders?|joints?|eyes?|ears?|limbs?|extremities|thighs|breasts?|sites?|"
    r"areas|biops(?:y|ies)|specimens?|samples?|radiographs?|films?|scans?|images?|photographs?|pairs?|charts?|records?|"
    r"visits?|infusions?|injections?|sessions?|doses|cycles?|courses?|treatments?|applications|questionnaires?|"
    r"episodes?|events?|relapses?|recurrences?|famil(?:y|ies)|cent(?:er|re)s?|hospitals?|clinics?|"
    r"pharmacies|stud(?:y|ies)|reports?|"
    r"articles?|papers?|publications?|abstracts?|trials?|reviews|batches|vials?|tubes?|jars?|prescriptions?|refills?|"
    r"procedures|operations|excisions|mutations?|alleles?|variants?|rats|mice|animals|units|measurements|assessments|"
    r"admissions|hospitali[sz]ations|cultures|swabs|fistulas|grafts|extremity|implants|needles|ampoules|schools|labels|"
    r"pregnanc(?:y|ies)|fetuses|foetuses|births|deliveries|hearts|kidneys|livers|transplant(?:ation)?s|surger(?:y|ies)|"
    r"laparotomies|fractures|smears|tests|penetrations|perforations|attacks|dogs|pigs|piglets|rabbits|cadavers|embryos|"
    r"questions|items|letters|e-?mails|calls|diaries|forms|entries|citations|references|pens|bottles|pumps)"
)
"""Words for things that are counted in clinical reports."""
NOUN = rf"(?:{PEOPLE}|{THINGS})(?![\w-])"
_WORD = r"[^\W\d][\w'’/-]*"
PHRASE = rf"(?:\s+(?!(?:and|or|but)\b){_WORD}){{0,6}}?"
"""A few words between a number and its noun."""
UNIT_NEXT = lazy(
    r"[\s-]?(?:[%°×/]|(?:x|mg|mcg|µg|μg|ug|g|gm|kg|ml|cc|l|dl|mm|cm|m|mmol|mol|nmol|pg|ng|iu|u|meq|h|hrs?|hours?|min|minutes?|s|"
    r"sec|seconds?|d|days?|nights?|weeks?|wks?|months?|mos?|years?|yrs?|decades?|points?|times|fold|degrees?|grams?|"
    r"milli\w+|percent|per\s?cent|units?\s+(?:of|per)|gy|hz|bar|atm)(?![a-z])|[mc]m?[²2]|mm ?hg)",
    re.IGNORECASE,
)
_LABELS = frozenset(
    {
        "day", "days", "week", "weeks", "month", "months", "year", "years", "visit", "visits", "cycle", "cycles",
        "table", "tables", "tab", "tabs", "figure", "figures", "fig", "figs", "grade", "grades", "stage", "stages",
        "class", "classes", "type", "types", "phase", "phases", "step", "steps", "patient", "patients", "case",
        "cases", "subject", "subjects", "pt", "pts", "no", "nos", "number", "numbers", "page", "pages", "ref",
        "refs", "reference", "references", "version", "versions", "score", "scores", "scored", "age", "aged",
        "level", "levels", "category", "group", "arm", "cohort", "chapter", "item", "items", "appendix", "line",
        "vas", "nrs", "hour", "session", "pedigree", "kindred", "question", "box", "panel",
        "course", "reader", "rater", "exon", "intron", "codon", "chromosome", "factor", "part", "parts",
        "section", "icd", "child", "sibling", "proband", "individual",
        "point", "points", "jan", "feb", "mar", "apr", "may", "june", "july", "aug", "sept",
        "sep", "oct", "nov", "dec", "january", "february", "march", "april", "august", "september", "october",
        "november", "december", "§", "#",
    }
)  # fmt: skip
_LAST_WORD = lazy(r"(?:(?:scores?\s+(?:of|was))|[A-Za-z]+|[§#])\.?\s?$")
_COUNT = lazy(COUNT, re.IGNORECASE)
_RATIO = lazy(
    rf"(?P<part>{COUNT})(?:\s+{NOUN})?(?:\s+(?:(?:was|were|occurred|recorded|seen|noted|found|reported)\s+){{0,2}}(?:among|amongst)|"
    rf"\s+(?:out\s+)?of)\s+{DETERMINERS}(?P<whole>{COUNT})",
    re.IGNORECASE,
)
_BRACKETED = lazy(
    rf"(?P<part>{COUNT})(?:\s+{NOUN})?\s+\((?:out\s+)?of\s+{DETERMINERS}(?P<whole>{COUNT})(?=\s*[);,])", re.IGNORECASE
)
_IN_WHOLE = lazy(
    rf"(?P<part>{COUNT})(?:\s+(?!in\b)[a-z]+){{0,3}}?\s+in\s+{DETERMINERS}(?P<whole>{COUNT})(?=\s+(?:[^\W\d][\w'’-]*\s+){{0,3}}?{NOUN}\s*[(,]\s*\d[\d.]*\s?%)",
    re.IGNORECASE,
)
"""Three in 46 treated patients (6.5%): of them, as the percentage says."""
_DONE_OF = lazy(
    rf"(?P<part>{COUNT})\s+(?!(?:\w+\s+)?{NOUN})"
    r"(?:(?!(?:in|on|at|for|with|to|by|from|per|and|or|but|than|of|an?|the)\b)[a-z-]+\s+){0,2}?"
    r"(?!(?:areas?|size|scores?|total|means?|medians?|average|maximum|minimum|sum|courses?|doses?|number|rates?|volume|"
    r"levels?|values?|range|ages?|lengths?|durations?|diameters?|weights?|series|groups?|sample|cohort|terms|days?|weeks?|"
    r"months?|years?|out)\b)[a-z-]+\s+"
    rf"(?:out\s+)?of\s+{DETERMINERS}(?P<whole>{COUNT})"
    rf"(?=\s+(?:[^\W\d][\w'’-]*\s+){{0,3}}?{NOUN}\s*[(\[,;:–—]\s*\d[\d.]*\s?%)",
    re.IGNORECASE,
)
"""What became of so many of a whole: "31 healed of 52 ulcers (60%)"."""
_THINGS_IN = lazy(rf"\S+\s+(?:[a-z]+\s+){{0,2}}?{THINGS}\s+in\b(?=.*\s{PEOPLE})", re.IGNORECASE)
"""Things that persons had, of whom the percentage is: "203 events in 118 patients (51%)"."""
_PERSONS_OF = lazy(rf"\S+\s+{PEOPLE}\s+(?:(?:out\s+)?of|among|amongst)\s", re.IGNORECASE)
_HOMES = lazy(
    r"(?:\s+(?!(?:of|in|at|from|with|who|whom|were|was|had|and|or|on|by|to|for|seen|treated|screened)\b)"
    r"[^\W\d][\w'’/-]*){0,4}?\s+"
    r"(?:famil(?:y|ies)|kindreds?|pedigrees?|households?|sibships?|lineages?|generations?|couples|mothers|fathers|parents|"
    r"cent(?:er|re)s?|hospitals?|clinics?|units?|departments?|wards?|practices?|institut\w+|universit\w+|sites?|schools|"
    r"countries|nations|continents|regions|states|cities|towns|villages|provinces|districts|registr(?:y|ies)|cohorts?|"
    r"series|stud(?:y|ies)|trials?|reports?|publications?|papers?|articles?|databases?|groups?|arms?|surgeons|"
    r"physicians|doctors|dermatologists|sexes|ages|kinds|types|sorts|origins|nationalities)(?![\w-])",
    re.IGNORECASE,
)
"""Where persons belong, of which they are no part: "79 patients of two centres"."""
_SLASH = lazy(r"(?<![\w./,^−–-])(?P<part>\d{1,5})\s?/\s?(?P<whole>\d{1,5})(?![\w^%°/]|[.,]\d|\s?%|[-–]\d)")
_ALL = lazy(
    rf"\b(?P<word>all\s+but\s+(?P<but>{COUNT})|(?:none|neither|no\s+one|nobody)(?=\s+(?:of|the|these|our)\b)|all|both)\s+(?:of\s+)?{DETERMINERS}(?P<whole>{COUNT})"
    r"(?!\s+(?:out\s+)?of\b)",
    re.IGNORECASE,
)
_THAT_TIME = lazy(
    r"\b(?:last|final|first|next|each|every|this|that|same|baseline|follow-up)\s+"
    r"(?:visit|week|month|year|day|session|cycle)s?,?\s*$",
    re.IGNORECASE,
)
"""A time that needs no number: "at the last visit 19/28 patients"."""
_MONTH = lazy(
    r"\b(?i:in|by|until|since|till)\s"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\s$"
)
_IN = lazy(r"(?:^|[.;]\s)In\s$")
_SUBJECT = lazy(rf"\s+(?:[^\W\d][\w'’-]*\s+){{0,2}}?{NOUN}\s+(?:were|had|was|died|did|went|got|left|[a-z]{{3,}}ed)\b")
"""In all, so many did something: a sum, where the comma is left out."""
_SCORED = lazy(r"\b(?:pain|pressure|rr|bp|strength|acuity|itch|mrc|score)\s(?:of\s|was\s)?$", re.IGNORECASE)
_TENSION = lazy(
    r"tensi(?:on|ve)\b|\bblood\s+pressures?\b|\bBP\b|\bvitals?\b|mm\s?Hg|\bpulse\b|\bheart\s+rate\b|\bHR\b|\bSBP\b",
    re.IGNORECASE,
)
_BOUND = lazy(r"(?:[<>≤≥]\s?=?|\bor\s?=)\s?$")
_EQUALS = lazy(r"\b(?P<n>[nN])\s?=\s?(?P<count>\d{1,6})(?![\w^%°]|[.,]\d)")


@dataclass(frozen=True, slots=True)
class Count:
    """One count. ``is_sample`` when it was printed as ``n = 19``, ``is_capital`` as ``N = 28``."""

    start: int
    end: int
    value: int
    is_sample: bool = False
    is_capital: bool = False


@dataclass(frozen=True, slots=True)
class Ratio:
    """A part of a whole, both printed: "19 of 28", "19/28", "none of the 14". ``is_slash`` for the second."""

    start: int
    end: int
    part: int
    whole: int
    is_slash: bool = False


def value_of(text: str) -> int | None:
    """The count that a match of :data:`COUNT` names."""
    plain = text.replace(",", "")
    if plain.isascii() and plain.isdigit():
        return int(plain)
    number = read_numeral(text)
    return None if number is None or number.decimals else int(number.value)


def ratios(text: str) -> Iterator[Ratio]:
    """Every part of a printed whole, in order and without overlap."""
    found = sorted((r for r in _all_ratios(text)), key=lambda r: (r.start, -r.end))
    end = -1
    for ratio in found:
        if ratio.start >= end:
            yield ratio
            end = ratio.end


@kept
def _all_ratios(text: str) -> Iterator[Ratio]:
    lower = text.lower()
    if "of " in lower or " among" in lower or "%" in text:
        for match in (
            *_RATIO.finditer(text), *_BRACKETED.finditer(text), *(_done_of(text) if "%" in text else ()),
        ):  # fmt: skip
            part, whole = value_of(match["part"]), value_of(match["whole"])
            if part is None or whole is None or measured(text, match.end()):
                continue
            if measured(text, match.end("part")) or _ONLY_ONE.search(
                text, max(0, match.start() - 10), match.end("part")
            ):
                continue
            if _PERSONS_OF.match(match[0]) and _HOMES.match(text, match.end()):
                continue
            if is_label(text, match.start()) and not _is_after_month(text, match):
                continue
            if _THINGS_IN.match(text[match.start() : match.end() + 60]):
                continue
            yield Ratio(match.start(), match.end(), part, whole)
    if "/" in text:
        for match in _SLASH.finditer(text):
            if not (
                _SCORED.search(text[max(0, match.start() - 16) : match.start()])
                or (
                    is_label(text, match.start())
                    and not _THAT_TIME.search(text[max(0, match.start() - 30) : match.start()])
                )
                or measured(text, match.end())
                or _is_pressure(text, match)
            ):
                yield Ratio(match.start(), match.end(), int(match["part"]), int(match["whole"]), is_slash=True)
    yield from _alls(text)


_ONLY_ONE = lazy(r"\bthe\s+only\s+one$", re.IGNORECASE)
"""No count: "the only one kept in 28 hospitals (82 %)"."""


def _done_of(text: str) -> Iterator[re.Match[str]]:
    """Parts of a whole with other words between, taken only with a percentage right behind them."""
    yield from _IN_WHOLE.finditer(text)
    yield from _DONE_OF.finditer(text)


def _alls(text: str) -> Iterator[Ratio]:
    """All, none or both of a printed whole, or all but so many."""
    for match in _ALL.finditer(text):
        whole = value_of(match["whole"])
        if whole is None or measured(text, match.end()):
            continue
        if _IN.search(text[max(0, match.start() - 6) : match.start()]) and _SUBJECT.match(text, match.end()):
            continue
        word = match["word"].lower()
        but = value_of(match["but"]) if match["but"] else 0
        if but is None or (word == "both" and whole != 2):
            continue
        part = 0 if word.startswith(("n",)) else whole - but
        if part >= 0:
            yield Ratio(match.start(), match.end(), part, whole)


def counts(text: str) -> Iterator[Count]:
    """Every number that may be a count, in order: no measurements, labels, years or ends of ranges."""
    samples = {}
    if "=" in text:
        for match in _EQUALS.finditer(text):
            samples[match.start("count")] = match
    for match in _COUNT.finditer(text):
        value = value_of(match[0])
        if value is None:
            continue
        sample = samples.pop(match.start(), None)
        if sample is not None:
            yield Count(sample.start(), sample.end(), value, is_sample=True, is_capital=sample["n"] == "N")
            continue
        if _BOUND.search(text[max(0, match.start() - 5) : match.start()]) and not text[match.start()].isalpha():
            continue
        if (
            value == 1
            and _PRONOUN.search(text, max(0, match.start() - 24), match.start())
            and _CLOSES.match(text, match.end())
        ):
            continue
        if not (measured(text, match.end()) or is_label(text, match.start()) or _is_year(text, match)):
            yield Count(match.start(), match.end(), value)


_PRONOUN = lazy(r"\b(?:who|that|which)\s+\w+\s+$", re.IGNORECASE)
_CLOSES = lazy(r"\s?\(")
"""Around a "one" that counts nothing: "in 74 of the 79 patients who took one (93.7 %)"."""


def _is_after_month(text: str, match: re.Match[str]) -> bool:
    """Whether a month stands before the part, but things are counted: "by November 4 of 9 sites"."""
    months = _MONTH.search(text[max(0, match.start() - 16) : match.start()])
    return bool(months and re.match(rf"\s+{NOUN}", text[match.end() : match.end() + 30], re.IGNORECASE))


def _is_pressure(text: str, match: re.Match[str]) -> bool:
    """Whether two numbers with a stroke are a blood pressure: the greater before the smaller, beside words for it."""
    upper, lower = int(match["part"]), int(match["whole"])
    near = text[max(0, match.start() - 80) : match.end() + 40]
    return 30 <= lower < upper <= 300 and upper >= 60 and bool(_TENSION.search(near))


def _is_year(text: str, match: re.Match[str]) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", match[0])) and not re.match(
        rf"\s+{NOUN}", text[match.end() : match.end() + 30]
    )


_LIMIT = lazy(
    r"\s+(?:or|and)\s+(?:(?:older|younger|elder)\b|(?:over|above|under|below|upwards?|beyond)(?=\s*(?:[(\[,;:.)]|$)))",
    re.IGNORECASE,
)
"""Behind the limit of a group of ages: "35 of 75 or older"."""
_MEN, _WOMEN = lazy(r"\sM(?=\s*[,;)/.]|\s+and\b)"), lazy(r"\d\sF(?=\s*[,;)/.]|\s+and\b)")
"""Men and women by one letter: "11 F, 8 M"."""
_MONTH_NEXT = lazy(
    r"(?:st|nd|rd|th)?(?:\s+of)?\s+(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b)(?![a-z])"
)
"""Behind the day of a month."""
_TO_UNIT = lazy(rf"\s*(?:-|–|to|and|or)\s*{COUNT}", re.IGNORECASE)


def measured(text: str, end: int) -> bool:
    """Whether the number that ends at ``end`` has a unit behind it, alone or through a range ("4 to 6 weeks")."""
    near = text[end : end + 40]
    if near[:2] == " M" and _MEN.match(near) and _WOMEN.search(text[max(0, end - 24) : end + 24]):
        return False
    if UNIT_NEXT.match(near) or _LIMIT.match(near) or _MONTH_NEXT.match(near):
        return True
    more = _TO_UNIT.match(near)
    return bool(more and UNIT_NEXT.match(near[more.end() :]))


_PERSONS = ("child", "sibling", "proband", "individual")
_COUNTABLE = (
    "patient", "patients", "case", "cases", "subject", "subjects", "pt", "pts", "visits", "sessions", *_PERSONS,
)  # fmt: skip
_A_PERSON = lazy(
    r"\b(?:an?|the|this|that|each|every|one|another|no|per|index|affected|\w+st|\w+nd|\w+rd|\w+th)\s$", re.IGNORECASE
)
"""Before a person of whom it is told how many things there were: "in this child 5 lesions"."""
_TIMES = ("days", "weeks", "months", "years", "day", "week", "month", "year")
_APPOINTED = ("visit", "visits", "session", "cycle")
_AT_A_TIME = lazy(
    r"(?:\d|\b\w+)[\s-](?:day|week|month|year)s?[\s-]$|\b(?:last|final|first|next|same|follow-up|baseline)\s$"
)
"""A time that needs no number: "at the 12-week visit 21 of 31"."""
_NUMBER_BEFORE = lazy(rf"{COUNT}[\s-]$", re.IGNORECASE)
_COUNTED_BEFORE = lazy(rf"{COUNT}(?:[\s-][^\W\d][\w'’-]*){{0,4}}[\s-]$", re.IGNORECASE)


_FURTHER = lazy(
    r"(?:\b(?P<one>[a-z]{2,12})s?\.?\s?\d{1,3}\s?(?:or|to|[/–-])\s?|"
    r"\b(?P<all>children|[a-z]{2,12}(?=s))s?\.?\s\d{1,3}(?:,\s\d{1,3}){0,11}(?:,|,?\s(?:and|or|to))\s)$",
    re.IGNORECASE,
)
"""Labels in a row: "stage 3 or 4", "weeks 0, 2, 4 and 6"."""
_DID = lazy(r"[a-z]+(?:-[a-z]+)?\s+(?:were|was|had|have|did|died|withdrew|stopped|dropped)\b")
"""A number in words with what those it counts did, which names nothing: "in the gel arm two were …"."""


_COUNTS_THESE = lazy(rf"\d+\s+(?:[a-z-]+\s+)?{NOUN}", re.IGNORECASE)
_ENDS_OF_LABELS = frozenset("0123456789dro")
"""Last signs of a number, and of "and", "or" and "to"."""
_ENUMERATED = frozenset({
    "week", "month", "day", "year", "visit", "hour", "grade", "stage", "class", "classe", "type", "phase", "cycle",
    "table", "figure", "fig", "patient", "case", "subject", "child", "children", "participant", "sibling", "level",
    "category", "question", "item", "exon", "course", "session", "step", "arm", "group", "cohort", "pt", "no",
})  # fmt: skip


def _is_row_of_labels(text: str, start: int, row: re.Match[str]) -> bool:
    """Whether a number behind other labels is one too, and does not count what stands behind it."""
    word = (row["one"] or row["all"]).lower()
    if word not in _ENUMERATED and word.rstrip("s") not in _ENUMERATED:
        return False
    return _COUNTS_THESE.match(text[start : start + 40]) is None


_OF_AN_ARM = lazy(r"\b(?:the|our)\s+(?!(?:dose|age|risk|study|same)\b)[a-z-]+\s$", re.IGNORECASE)
_OF_SO_MANY = lazy(r"\d+\s+(?:out\s+)?of\s+\d+\b")
"""An arm with a name is no numbered one: "in the intralesional group 9 of 16 responded"."""


def is_label(text: str, start: int) -> bool:
    """Whether the number that begins at ``start`` names something: "week 12", "patient 4", "Table 2"."""
    if text[start].isdigit() and text[max(0, start - 4) : start].rstrip(" ,/–-")[-1:] in _ENDS_OF_LABELS:
        row = _FURTHER.search(text, max(0, start - 80), start)
        if row is not None and _is_row_of_labels(text, start, row):
            return True
    last = _LAST_WORD.search(text[max(0, start - 14) : start])
    if last is None or not (last[0].rstrip(" .").lower() in _LABELS or last[0].startswith("score")):
        return False
    if text[start].isalpha() and ((text[start].isupper() and ". " in last[0]) or _DID.match(text, start)):
        return False
    word = last[0].rstrip(" .").lower()
    before = text[max(0, start - 70) : max(0, start - len(last[0]))]
    if word in ("group", "arm", "cohort") and _OF_AN_ARM.search(before) and _OF_SO_MANY.match(text, start):
        return False
    if word in _APPOINTED and _AT_A_TIME.search(before):
        return False
    if word in _PERSONS and _A_PERSON.search(before):
        return False
    if word in _COUNTABLE:
        return not _COUNTED_BEFORE.search(before)
    return word not in _TIMES or not _NUMBER_BEFORE.search(before)
