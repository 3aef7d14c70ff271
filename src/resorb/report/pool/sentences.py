"""The summary in sentences. Each is a function of ``results.json`` and of nothing else, so that anyone can redo it.

``about`` of a sentence is the id of what it says something of: an answer, or ``ANSWER/comparators/0``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from resorb.report.pool import regressions
from resorb.report.pool.rates import counted, exact_words, in_studies, percent, rate_and_span, route_words, span
from resorb.report.words import NBSP, plural

FEWEST = 3
"""Below this number of patients an answer is told as a count."""
TELLING = 3
"""From this number of series on, they tell how series differ; with fewer the prior does."""
ROUTES = ("topical", "intralesional", "intravenous")
RESPONSES = ("lesion", "wound", "vascular")
"""Families of endpoints that tell whether the calcification or its wound got better."""
NOT_READ = "not read"
JUDGES = {
    "patient": "the patient", "chart": "the chart", "clinician": "a clinician", "photograph": "photographs",
    "score": "a score", "registry": "a registry", "mixed": "several together",
}  # fmt: skip
"""Who or what judged, in a sentence; imaging and measurement are called so."""
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, the id of what it is about, and what of it is told."""

    text: str
    about: str
    tells: str = "count"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What is known of one route in one disease: the response first and in full, then the rest in short.

    ``lead`` is the id of the answer told in full, empty when no answer has patients enough.
    """

    route: str
    title: str
    lead: str
    sentences: tuple[Sentence, ...]
    more: tuple[Sentence, ...]


def summary(results: Json) -> dict[str, Any]:
    """All sentences as plain data, in the order of the page.

    Args:
        results: ``results.json`` of the report, parsed.
    """
    return {
        "opening": [said.text for said in opening(results)],
        "beside": [said.text for said in beside(results)],
        "paragraphs": [
            {
                "title": one.title, "answer": one.lead, "sentences": [said.text for said in one.sentences],
                "more": [said.text for said in one.more],
            }
            for one in paragraphs(results)
        ],
        "moderators": [said.text for said in moderators(results)],
    }  # fmt: skip


def paragraphs(results: Json) -> tuple[Paragraph, ...]:
    """The summary of a pooled report, route by route and disease by disease.

    Args:
        results: ``results.json`` of the report, parsed.
    """
    groups: dict[tuple[str, ...], list[Json]] = {}
    for answer in results["answers"]:
        groups.setdefault((answer["route"], answer["disease"], answer["arm"], *answer["by"].values()), []).append(
            answer
        )
    made = [_paragraph(sorted(listed, key=importance), results) for listed in groups.values()]
    return tuple(paragraph for _, paragraph in sorted(made, key=lambda one: one[0]))


def opening(results: Json) -> tuple[Sentence, ...]:
    """How many reports are on file and how many of them are pooled."""
    steps = results["attrition"]
    answers, left = len(results["answers"]), steps[-1]["left"]
    texts = [
        f"{steps[0]['left']} reports are on file; {left} of them are pooled into {answers} {plural(answers, 'answer')}."
    ]
    if results["selection"]:
        texts.append(f"Selected and split as asked: {', '.join(results['selection'])}.")
    return tuple(Sentence(text, "base") for text in texts)


def moderators(results: Json) -> tuple[Sentence, ...]:
    """What moves the rates: meta-regression, moderator by moderator."""
    return tuple(Sentence(*said) for said in regressions.told(results))


def beside(results: Json) -> tuple[Sentence, ...]:
    """Where a centre's own series lie beside the base, one sentence each."""
    found = []
    for one in results["placed"]:
        after, before = one["updated"], one["base"]
        own = counted(one["events"], one["n"], after["unit"])
        said = f"{title(after)}, {after['endpoint']}: yours {own}. "
        if before is None:
            said += "The base holds nothing on this question."
        else:
            said += f"The base holds {_whole(before)}; {_rate(before)}. With yours: {_whole(after)}; {_rate(after)}. "
            below = f"A new series of the base would have a lower rate than yours with probability {one['below']:.2f}."
            said += below if one["n"] >= FEWEST else "Yours are too few to be placed among new series."
        found.append(Sentence(said, str(after["id"]), "rate"))
    return tuple(found)


def order(results: Json) -> tuple[str, ...]:
    """Ids of the answers of :data:`FEWEST` patients or more, in the order in which the summary tells them."""
    return tuple(
        sentence.about
        for paragraph in paragraphs(results)
        if paragraph.lead
        for sentence in (paragraph.sentences[0], *paragraph.more)
        if sentence.tells != "few"
    )


def importance(answer: Json) -> tuple[Any, ...]:
    """Order of the answers on one question: enough patients, response before harm, wide before strict, many first."""
    return (
        answer["n"] < FEWEST, not answer["response"], answer["family"] not in RESPONSES, not answer["good"],
        answer["strict"], -answer["n"], answer["endpoint"],
    )  # fmt: skip


def _paragraph(listed: list[Json], results: Json) -> tuple[tuple[Any, ...], Paragraph]:
    first = listed[0]
    route = ROUTES.index(first["route"]) if first["route"] in ROUTES else len(ROUTES) + (first["route"] == "not said")
    order = (
        route, first["route"] if route >= len(ROUTES) else "", first["arm"] != "thiosulfate", first["n"] < FEWEST,
        not first["response"], -first["n"], first["id"],
    )  # fmt: skip
    big = [a for a in listed if a["n"] >= FEWEST]
    small = [a for a in listed if a["n"] < FEWEST]
    sentences = tuple(full(big[0], results)) if big else tuple(map(_count, small))
    more = (*map(brief, big[1:]), *(map(_count, small) if big else ()))
    return order, Paragraph(first["route"], title(first), big[0]["id"] if big else "", sentences, more)


def title(answer: Json) -> str:
    """The question an answer belongs to: ``Topical use, calcinosis cutis``."""
    words = [route_words(answer["route"]), answer["disease"]]
    if answer["arm"] != "thiosulfate":
        words.append("another thiosulfate compound")
    return ", ".join(words + [f"{name.replace('_', ' ')}: {value}" for name, value in answer["by"].items()])


def full(answer: Json, results: Json) -> Iterator[Sentence]:
    """Everything the summary says of one answer of :data:`FEWEST` patients or more."""
    about = str(answer["id"])
    for tells, text in (
        ("count", f"{_capital(answer['endpoint'])}: {_whole(answer)}."),
        ("judges", _judged(answer, results["criteria"])),
        ("rate", _pooled(answer)),
        ("single patients", _single(answer)),
        ("unknown outcomes", _bounds(answer)),
        ("unpublished", _selected(answer)),
    ):
        if text:
            yield Sentence(text, about, tells)
    if answer["lesions"] is not None:
        yield Sentence(_lesions(answer["lesions"], results["criteria"]), f"{about}/lesions", "lesions")
    if answer["slips"] is not None:
        yield Sentence(_slips(answer["slips"], answer["unit"]), f"{about}/slips", "slips")
    yield _against(answer)
    yield Sentence(_certainty(answer), about, "certainty")


def brief(answer: Json) -> Sentence:
    """One answer of :data:`FEWEST` patients or more in one sentence."""
    other = "comparator: none on file"
    if answer["comparators"]:
        one = answer["comparators"][0]
        other = f"beside it {_named(one)}, {_with_exact(one, answer['unit'])}, {fairness(one)}"
    alone = _single(answer)
    without = f"; {alone[:1].lower()}{alone[1:-1]}" if alone else ""
    text = f"{_capital(answer['endpoint'])}: {_whole(answer)}; {_rate(answer)}{without}; {other}; certainty"
    return Sentence(f"{text} {answer['certainty']['level']}.", str(answer["id"]))


def _count(answer: Json) -> Sentence:
    """An answer of too few patients: the count alone."""
    return Sentence(
        f"{_capital(answer['endpoint'])}: {_whole(answer)}; too few for a percentage.", str(answer["id"]), "few"
    )


def _whole(answer: Json) -> str:
    text = f"{counted(answer['events'], answer['n'], answer['unit'])} {in_studies(answer['studies'], answer['k'])}"
    if answer["unknown"]:
        text += f", {answer['unknown']} of them with an unknown outcome and counted as not having it"
    return text


def _judged(answer: Json, labels: Mapping[str, str]) -> str:
    rules = Counter(str(one["criteria"]) for one in answer["series"])
    classed = _shared(
        {rule if rule.startswith("as ") else f"by {labels.get(rule, rule)}": n for rule, n in rules.items()}
    )
    judges = Counter(str(one["judged_by"]) for one in answer["series"])
    unread = judges.pop(NOT_READ, 0)
    judged = [f"judged by {_shared({JUDGES.get(judge, judge): n for judge, n in judges.items()})}"] if judges else []
    if unread:
        judged.append(f"in {unread} series the judge was not read" if judges else "the judge was not read")
    return f"Classed {classed}; {'; '.join(judged)}."


def _shared(words: Mapping[str, int]) -> str:
    """``the chart``, or ``the chart (2 series), imaging (1)``: most first."""
    if len(words) == 1:
        return next(iter(words))
    listed = sorted(words.items(), key=lambda one: -one[1])
    return ", ".join(f"{text} ({n}{' series' if i == 0 else ''})" for i, (text, n) in enumerate(listed))


def _rate(answer: Json) -> str:
    mean, new, exact = answer["mean_rate"], answer["new_rate"], answer["exact"]
    words = exact_words(answer["events"], answer["n"], exact["low"], exact["high"])
    whole = words.replace("(", f"(exact 95{NBSP}% interval ")
    reach = f"95{NBSP}% prediction interval {span(new['low'], new['high'])}"
    if answer["k"] == 1:
        return f"one series, so nothing is pooled: {whole}; {reach}, mostly from the prior"
    pooled = f"pooled mean rate {percent(mean['median'])}{NBSP}% (95{NBSP}% interval {span(mean['low'], mean['high'])})"
    if answer["k"] < TELLING:
        return f"{pooled}; {reach}, mostly from the prior; as one series {whole}"
    return f"{pooled}; {reach}; as one series {whole}"


def _pooled(answer: Json) -> str:
    tau = answer["tau"]
    spread = f"; spread between series {tau['median']:.1f} (logit scale)" if answer["k"] >= TELLING else ""
    return f"{_capital(_rate(answer))}{spread}."


def _single(answer: Json) -> str:
    """With and without the reports of one patient."""
    parts = {part["name"]: part for part in answer["parts"]}
    without, alone = parts["without reports of one patient"], parts["reports of one patient only"]
    if not alone["k"]:
        return "No report of one patient is among them."
    if not without["k"]:
        return "All are reports of one patient, which say nothing of how series differ."
    told = f"{alone['k']} {plural(alone['k'], 'report')} of one patient ({alone['events']} of {alone['n']})"
    return f"Without the {told}: {part_words(without, answer['unit'])}."


def part_words(part: Json, unit: str) -> str:
    """A part of the evidence as count, series, rate and interval: pooled from two series on, else exact."""
    text = f"{counted(part['events'], part['n'], unit)} in {part['k']} series"
    if part["n"] < FEWEST:
        return text
    if part["k"] == 1:
        ends = part["exact"]
        return f"{text}, {_exact(part['events'], part['n'], ends)}"
    ends = part["mean_rate"]
    return f"{text}, {rate_and_span(ends['median'], ends['low'], ends['high'])}"


def _bounds(answer: Json) -> str:
    if not answer["unknown"]:
        return ""
    bounds, words = answer["bounds"], []
    for name, word in (("worst", "as failures"), ("complete", "left out"), ("best", "as successes")):
        pool = bounds[name]
        if pool is not None:
            ends = pool["interval"]
            words.append(
                f"{word} {counted(pool['events'], pool['n'], '').strip()} (exact {span(ends['low'], ends['high'])})"
            )
    return f"Unknown outcomes taken {', '.join(words)}."


def _lesions(one: Json, labels: Mapping[str, str]) -> str:
    """The lesions of those told lesion by lesion: as if independent, and with patients as clusters."""
    if not one["n"]:
        return f"Lesion by lesion: {one['refused']}; the interval takes them as independent and is too narrow."
    k = len(one["patients"])
    whole = counted(one["events"], one["n"], "lesions")
    said = f"Lesion by lesion, {labels.get(one['criteria'], one['criteria'])}: {whole} of {k} {plural(k, 'patient')}"
    found = one["clustered"]
    if found is None:
        said += f"; no interval: {one['refused']}"
    else:
        reach = f"95{NBSP}% interval {span(found['low'], found['high'])}, design effect {found['design_effect']:.1f}"
        said += f", as if independent {_exact(one['events'], one['n'], one['as if independent'])}"
        said += f"; with patients as clusters {percent(found['rate'])}{NBSP}% ({reach})"
    silent = len(one["not told"])
    return f"{said}; {silent} {plural(silent, 'study does', 'studies do')} not tell it so." if silent else f"{said}."


def _slips(one: Json, unit: str) -> str:
    """What the answer becomes without the studies in which a failing finding touches it, and with slips repaired."""
    touched, total = len(one["touched"]), one["printed"]["k"]
    if not touched:
        return "No number behind this answer fails a check."
    names = ", ".join(each["study"] for each in one["touched"])
    left, meant = one["excluded"], one["repaired"]
    mended = sum(bool(each["readings"]) for each in one["touched"])
    said = (
        f"In {touched} {plural(touched, 'study', 'studies')} of its {total} series a number fails a check ({names}). "
    )
    said += f"Without {plural(touched, 'it', 'them')}: {part_words(left, unit) if left['k'] else 'nothing is left'}; "
    if not mended:
        return f"{said}no other reading is on file."
    same = (meant["events"], meant["n"], meant["k"]) == tuple(one["printed"][key] for key in ("events", "n", "k"))
    after = "the same, for no count is among them" if same else part_words(meant, unit)
    return f"{said}read as proposed ({mended} of {touched}): {after}."


def _selected(answer: Json) -> str:
    """How little selection it takes; only for endpoints that authors like to report."""
    if not answer["good"]:
        return ""
    needed = answer["unpublished failures to one half"]
    if needed == 0:
        return "The exact interval reaches one half or below as it is."
    if needed is None:
        return "More than ten thousand unpublished failures would be needed for the exact interval to reach one half."
    return f"{needed} unpublished {plural(needed, 'failure')} would bring the exact interval down to one half."


def _against(answer: Json) -> Sentence:
    said = against_words(answer)
    where = "/comparators/0" if answer["comparators"] else ""
    return Sentence(said, f"{answer['id']}{where}", "comparator")


def against_words(answer: Json) -> str:
    """The best comparator of an answer, with why it is not randomised, or that none is on file."""
    listed = answer["comparators"]
    if not listed:
        return f"Comparator: none on file for {answer['endpoint']} in {answer['disease']}, so the rate stands alone."
    best, others = listed[0], len(listed) - 1
    more = f" {others} other {plural(others, 'comparator')} on file." if others else ""
    said = f"Best comparator on file: {_named(best)}, {_with_exact(best, answer['unit'])}; {fairness(best)}"
    return f"{said} ({'; '.join(best['caveats'])}).{more}"


def _named(one: Json) -> str:
    """The kind of comparator, and arm or treatment when that says more."""
    more = one["treatment"] or one["arm"]
    return str(one["kind"]) if more == one["kind"] else f"{one['kind']} ({more})"


def _with_exact(one: Json, unit: str) -> str:
    text = f"{counted(one['events'], one['n'], unit)} {in_studies(one['studies'], one['k'])}"
    if one["n"] < FEWEST:
        return text
    return f"{text}, {_exact(one['events'], one['n'], one)}"


def _exact(events: int, n: int, ends: Json) -> str:
    return exact_words(events, n, ends["low"], ends["high"]).replace("(", "(exact ")


def fairness(one: Json) -> str:
    """Whether a comparator is randomised: at most within its own study."""
    own = any(caveat.startswith("an arm of the same study") for caveat in one["caveats"])
    return "randomised at most within its own study" if own else "not randomised"


def _certainty(answer: Json) -> str:
    certainty = answer["certainty"]
    reasons = [f"{name} ({why})" if why else name for name, _, why in (r.partition(": ") for r in certainty["reasons"])]
    because = f", for {'; '.join(reasons)}" if reasons else ""
    return f"Certainty is {certainty['level']}{because}."


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
