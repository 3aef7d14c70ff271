"""A minimum stated for everybody against the one patient who falls short of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from resorb.reading.doses.drug_names import drug_names
from resorb.reading.lazy import lazy
from resorb.reading.times.lengths import Length, lengths
from resorb.scan.material import Mark, Scanned, Sentence
from resorb.scan.registry import rule
from resorb.scan.rules.times.dates import readable
from resorb.values.findings import Verdict
from resorb.values.spans import MonthConvention, days_per

_PEOPLE = r"(?:patients?|participants?|subjects?|cases?|children|individuals|women|men|adults|those)"
_SCOPE = lazy(
    rf"\b(?:only\s+(?:the\s+)?(?:\w+\s+)?{_PEOPLE}|all\b|every\b|each\b"
    rf"|none\b|nobody|no\s+(?:patient|one|case|participant"
    rf"|follow-up|course|treatment)\b|both\b"
    rf"|minimum\s+(?:duration|follow-up|treatment|length|course)|inclusion\s+(?:criteri\w+|required)"
    rf"|(?:responses?|outcomes?|efficacy|effects?)\s+(?:was|were)\s+(?:only\s+)?(?:judged|assessed|evaluated|rated|graded|scored|analy[sz]ed)"
    rf"|had\s+to\s+have|(?:patients|participants|subjects|children|women|men)\s+were\s+(?:followed(?:\s+up)?|treated|observed)\s+for\s+(?:at\s+least|a\s+minimum)"
    rf"|required\s+for\s+inclusion|eligib\w+|were\s+included\s+if|to\s+be\s+included|entry\s+required)",
    re.IGNORECASE,
)
_HOPED = lazy(
    r"\b(?:recommend\w*|should|suggest\w*|needed|planned|will|would|could|may|necessary|intend\w*|advis\w+"
    r"|expect\w*|protocol|guideline\w*|previous(?:ly)?|prior|before|history|unless|until|except|apart\s+from|but\s+one"
    r"|with\s+the\s+exception"
    r"|responders|survivors|completers|screen\w*|wash-?out|dialysis|stable\s+dose|diagnos\w+|disease\s+duration"
    r"|abstinen\w+|contracepti\w+|exclu\w+|other\s+(?:patients|\w+)|remaining|rest\b|others)\b",
    re.IGNORECASE,
)
_LEAST = lazy(
    r"\b(?:minimum|or\s+more|or\s+longer|at\s+least|no\s+less|not\s+less|less\s+than|shorter\s+than"
    r"|fewer\s+than)\b|≥|<",
    re.IGNORECASE,
)
_NO_LESS = lazy(
    r"\b(?:none|nobody|no\s+(?:patient|one|case|participant|follow-up|course"
    r"|treatment))\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_TOPIC = (
    (
        "follow",
        lazy(r"\bfollow(?:ed|ing)?(?:[\s-]?up)?\b|\bobserv(?:ed|ation)\b|\blost\s+to\b|\blast\s+seen\b", re.IGNORECASE),
    ),
    (
        "treat",
        lazy(
            r"\b(?:treat(?:ed|ment|ing)?|therap\w+|course|regimen|cream|ointment|infusions?|injections?|sts"
            r"|thiosulfate|thiosulphate|appl(?:ied|ication)|received|used?|given)\b",
            re.IGNORECASE,
        ),
    ),
)
_ONE = lazy(
    r"\b(?:patients?\s+(?:no\.?\s*)?(?:\d{1,2}|[A-F])\b(?!\s+(?:and|to|,)\s*\d)|case\s+\d{1,2}\b"
    r"|one\s+(?:of\s+(?:them|these|the\s+\w+)|patient|woman|man|girl|boy|child|participant|subject)"
    r"|a\s+(?:single\s+)?(?:patient|participant|woman|man|girl|boy|child)"
    r"|an?\s+\d{1,3}-year-old|he\b|she\b|this\s+(?:patient|woman|man|child)|another\b|the\s+(?:shortest|briefest|first|second|third"
    r"|fourth|fifth|last|youngest|oldest|eldest)\b)",
    re.IGNORECASE,
)
_LEFT_OUT = lazy(
    r"\b(?:exclud\w+|ineligible|not\s+(?:been\s+)?(?:included|eligible|analy[sz]ed|counted)|left\s+out|screen\w*"
    r"|removed|omitted|not\s+enrolled|replaced|withdrew\s+consent\s+before|previous\w*|prior|earlier|before"
    r"|further|additional|more|another\s+\d|interrupt\w*|paused?|interval|later|already|first\s+\d|every|each"
    r"|withheld|second\s+course|again|resum\w+|restart\w*|of\s+the\s+planned)\b",
    re.IGNORECASE,
)
_ENDS = {
    "treat": lazy(
        r"(?:\b(?:stopp\w+|discontinu\w+|ceas\w+|withdr\w+|abandon\w+|ended|quit|interrupted\s+for\s+good"
        r"|gave\s+up|given\s+up)\b[^.;]{0,60}?\b(?:after|at)"
        r"|\b(?:ointment|cream|gel|infusions|injections)\s+(?:given\s+|applied\s+)?for|\b(?:treated|applied|received|used|given|continued|administered|infused|injected|treatment"
        r"|therapy)\b[^.;]{0,60}?\b(?:for|lasted|of|was|over|during)|\b(?:shortest|briefest)\b[^.;]{0,50}?\b(?:was|of|lasted|being)|\b(?:therapy|treatment|course)\s+(?:lasted"
        r"|was|of|ended\s+after))"
        r"\s*(?:only\s+|just\s+|a\s+total\s+of\s+)?$",
        re.IGNORECASE,
    ),
    "follow": lazy(
        r"\b(?:follow(?:ed)?(?:[\s-]?up)?|observed|lost\s+to\s+follow-up|last\s+seen|moved\s+away"
        r"|seen)\b[^.;]{0,40}?\b(?:for|at|after|of|was|lasted)\s*(?:only\s+|just\s+)?$",
        re.IGNORECASE,
    ),
}
_SYMPTOM = lazy(
    r"\b(?:pain|itch\w*|bleeding|drainage|fever|symptoms?|nausea|vomiting|diarrh\w+|growth|opioids?|analges\w+"
    r"|dialysis|antibiotics?|steroids?|surgery"
    r"|hospital\w*|smoking|bandag\w+|present)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_COURSE = lazy(
    r"[\s-]*(?:course|regimen|treatment|therapy|of\s+(?:treatment|therapy|daily|topical|infusions))\b", re.IGNORECASE
)


@dataclass(frozen=True)
class _Minimum:
    sentence: Sentence
    length: Length
    topic: str


def _minimum(sentence: Sentence) -> _Minimum | None:
    said = sentence.text
    if not _LEAST.search(said) or not _SCOPE.search(said) or _HOPED.search(said):
        return None
    for one in lengths(said):
        head = said[max(0, one.start - 90) : one.end]
        named = one.bound == "least" or re.search(r"\bminimum\b", head, re.IGNORECASE) is not None
        none_less = _NO_LESS.search(said[max(0, one.start - 90) : one.start]) and (
            one.bound == "most" or "shorter" in head
        )
        if (
            one.unit in ("h", "min")
            or not (named or none_less)
            or re.search(r"\bmore than\b", said[one.start : one.end])
        ):
            continue
        topic = _topic(said, one)
        if topic:
            return _Minimum(sentence, one, topic)
    return None


def _topic(said: str, one: Length) -> str:
    """``follow`` or ``treat``: what the words nearest to the length speak of."""
    around = said[max(0, one.start - 70) : one.end + 30]
    middle = min(70, one.start)
    near = {
        name: min((abs(m.start() - middle) for m in pattern.finditer(around)), default=999) for name, pattern in _TOPIC
    }
    best = min(near, key=lambda name: near[name])
    return best if near[best] < 999 else ""


@rule(
    "minimum-for-all",
    kind="time",
    doc="A minimum length of treatment or follow-up stated for everybody is true of every patient told of.",
    source="comparison of days under each length of a month",
)
def minimum_for_all(text: Scanned) -> Iterator[Mark]:
    """Only patients treated for at least 5 months; patient 4 stopped after 4 months."""
    minimums = [found for sentence in readable(text) if (found := _minimum(sentence)) is not None]
    topics = {one.topic: one for one in minimums}
    if not minimums or len(topics) != len(minimums):
        return
    for sentence in readable(text):
        said = sentence.text
        if not _ONE.search(said) or _LEFT_OUT.search(said):
            continue
        following = text.sentences[sentence.number + 1] if sentence.number + 1 < len(text.sentences) else None
        if (
            following is not None
            and following.block_number == sentence.block_number
            and re.search(r"\bexclud|\bleft out\b|\bnot (?:included|counted)", following.text)
        ):
            continue
        for one in lengths(said):
            for topic, least in topics.items():
                own = sentence is least.sentence
                if (own and one.start <= least.length.end) or one.bound or not _falls_short(one, least.length):
                    continue
                head = said[max(0, one.start - 120) : one.start]
                joined = topic == "treat" and one.is_joined and _COURSE.match(said, one.end)
                if not (_ENDS[topic].search(head) or joined) or not _ONE.search(
                    said[least.length.end if own else 0 : one.start]
                ):
                    continue
                if topic == "treat" and _SYMPTOM.search(head):
                    continue
                # Another drug in an earlier item of a list has nothing to do with it.
                own_words = re.split(r"[,(;]", said[: one.end])[-1]
                if topic == "treat" and any(
                    drug.key is None for each in (own_words, least.sentence.text) for drug in drug_names(each)
                ):
                    continue
                yield _short_of(sentence, one, least)


def _falls_short(one: Length, least: Length) -> bool:
    if one.unit == least.unit:
        return one.value < (least.span.low or 0)
    # The same length of a month holds for both.
    return all(
        one.value * days_per(one.unit, month) < (least.span.low or 0) * days_per(least.unit, month)
        for month in MonthConvention
    )


def _short_of(sentence: Sentence, one: Length, least: _Minimum) -> Mark:
    words, whole = sentence.text[one.start : one.end], least.sentence.text[least.length.start : least.length.end]
    line = least.sentence.passage.place("", least.sentence.start, least.sentence.start).line
    return sentence.at(one.start, one.end).mark(
        "minimum-for-all", Verdict.FAILS, f"{words} falls short of {whole}, said of everybody in line {line}.",
        computed=f"{words} < {least.length.span.printed}", arithmetic=f"{words} < {least.length.span.printed}",
        suggestion="say whom the minimum leaves out, or correct one of the lengths",
    )  # fmt: skip


_EFFECT = (
    r"(?:decreas\w*|reduc\w*|improv\w*|respons\w*|remission|resolution|healing|regress\w*|effect\w*|benefit"
    r"|disappear\w*)"
)
_SEEN_AFTER = lazy(
    rf"\b{_EFFECT}\b[^.;]{{0,110}}?\b(?:observed|seen|noted|obtained|achieved|found|recorded|documented|evident"
    rf"|occurred)\s+after\s+$",
    re.IGNORECASE,
)
_SUBSET = lazy(
    r"\b(?:in|of)\s+(?:some|most|many|several|a\s+(?:few|majority|minority)|one|two|three|four|five|six|seven"
    r"|eight|nine|ten|\d+)\b|\b(?:responders|one\s+patient|some|most|median|mean)\b|\bwho\b",
    re.IGNORECASE,
)
_OF_TREATMENT = lazy(
    r"\s+of\s+(?:the\s+|topical\s+|daily\s+|this\s+)*(?:treatment|therapy|sts|sodium\s+thiosul\w+|application)",
    re.IGNORECASE,
)
_HEAD = lazy(r"^\W*(?:patient|case)\s+(?:no\.?\s*)?(?P<id>\d{1,2})\b", re.IGNORECASE)
_DRUG = lazy(r"\b(?:sts|thiosulfate|thiosulphate|tst|the\s+(?:cream|ointment|gel|study\s+drug))\b", re.IGNORECASE)
_WORKED = lazy(
    rf"\b(?:significant|marked|clear|complete|partial|moderate|notable|good|major|important"
    rf"|clinical)\b[^.;]{{0,30}}\b{_EFFECT}|\b(?:improved|decreased|resolved|disappeared|healed)\b",
    re.IGNORECASE,
)
_NO_EFFECT = lazy(r"\b(?:no|without|lack\s+of)\s+(?:\w+\s+){0,3}" + _EFFECT, re.IGNORECASE)


@rule(
    "effect-after-minimum",
    kind="time",
    doc="An effect said to be seen after a least length of treatment is not told of a patient treated for less.",
    source="comparison of days under each length of a month",
)
def effect_after_minimum(text: Scanned) -> Iterator[Mark]:
    """A decrease was observed after at least 5 months; patient 3 improved under a 4-month course."""
    general = [found for sentence in readable(text) if (found := _general(sentence)) is not None]
    if len(general) != 1:
        return
    sentence, least = general[0]
    for number, one in enumerate(text.sentences):
        head = _HEAD.match(one.text)
        if head is None:
            continue
        case: list[Sentence] = []
        for later in text.sentences[number : number + 25]:
            if case and (
                _HEAD.match(later.text) or (later.block_number != one.block_number and later.section != one.section)
            ):
                break
            case.append(later)
        short = _short_course(case, least)
        if short is None:
            continue
        where, course = short
        words = where.text[course.start : course.end]
        line = where.passage.line_and_column(where.start)[0]
        yield sentence.at(least.start, least.end).mark(
            "effect-after-minimum", Verdict.ASSUMES,
            f"Patient {head['id']} was treated for {words} (line {line}) and had an effect too.",
            computed=f"{words} < {least.span.printed}", arithmetic=f"{words} < {least.span.printed}",
            assumption=f"the statement leaves out patient {head['id']}", suggestion=f"at least {_words(course)}, "
            f"or name the patients it is said of",
        )  # fmt: skip
        return


def _general(sentence: Sentence) -> tuple[Sentence, Length] | None:
    said = sentence.text
    if (
        not re.search(r"\bafter\s+(?:at\s+least|a\s+minimum)", said, re.IGNORECASE)
        or _SUBSET.search(said)
        or _HOPED.search(said)
    ):
        return None
    for one in lengths(said):
        if (
            one.bound == "least"
            and _SEEN_AFTER.search(said[max(0, one.start - 180) : one.start])
            and _OF_TREATMENT.match(said, one.end)
        ):
            return sentence, one
    return None


def _short_course(case: list[Sentence], least: Length) -> tuple[Sentence, Length] | None:
    """The course of thiosulfate of a case when it is shorter, the only one, and followed by an effect."""
    courses: list[tuple[Sentence, Length]] = []
    for one in case:
        for length in lengths(one.text):
            if length.is_joined and _COURSE.match(one.text, length.end) and _DRUG.search(one.text):
                courses.append((one, length))
            elif re.search(
                r"\b(?:additional|further|extended|continued|prolonged)\b", one.text, re.IGNORECASE
            ) and _DRUG.search(one.text):
                return None
    if len({(c.value, c.unit) for _, c in courses}) != 1 or not _falls_short(courses[0][1], least):
        return None
    after = [s for s in case if s.number >= courses[0][0].number][:3]
    worked = any(_WORKED.search(s.text) and not _NO_EFFECT.search(s.text) for s in after)
    return courses[0] if worked else None


def _words(one: Length) -> str:
    return f"{one.value} {one.unit}{'s' if one.value != 1 else ''}"
