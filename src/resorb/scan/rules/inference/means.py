"""P values against the two means, standard deviations and numbers of patients they are of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from resorb.checks.arithmetic.significance import Ends
from resorb.checks.arithmetic.two_means import Sample, p_of_means
from resorb.reading.lazy import lazy
from resorb.reading.statistics.group_means import GroupMean, Size, group_means, sizes, with_sizes
from resorb.reading.statistics.probabilities import PValue, p_values
from resorb.scan.material import Mark, Scanned, Sentence, Stretch
from resorb.scan.registry import rule
from resorb.scan.rules.inference.intervals import p_text
from resorb.values.findings import Verdict

_SLACK, _NEAR, _GROSS, _ALPHA = 1.1, 1.3, 3.0, 0.05
NO_T_TEST = lazy(
    r"\b(?:adjusted|ANCOVA|covari\w+|covariance|paired|pairwise|matched|within|medians?|IQR|geometric|log\w*|ranks?|mann|whitney|"
    r"wilcoxon|kruskal|non-?parametric|mixed|repeated|regression|model\w*|trend|interaction|bonferroni|bootstrap\w*|"
    r"permutation|SEM?|standard\serrors?|s\.e\.(?:m\.)?|least[- ]squares|weighted|pooled|ratio|equivalen\w+|"
    r"non-?inferior\w*|linear|correlat\w+|crossover|cross-over|one-(?:sided|tailed))\b",
    re.IGNORECASE,
)
_DESIGN = lazy(
    r"\b(?:cross-?over|paired\s(?:samples?\s)?(?:t|student)|latin\ssquare|each\s(?:patient|subject)\s(?:served|acted)|own\scontrols?"
    r"|repeated[- ]measures|mixed[- ](?:effects?|models?))\b",
    re.IGNORECASE,
)
_RANKED = lazy(
    r"\b(?:mann|whitney|wilcoxon|kruskal|non-?parametric|ANCOVA|analys[ie]s\sof\scovariance|log-?transform\w*|adjusted\sfor"
    r"|permutation|bootstrap\w*|generali[sz]ed\sestimating)\b",
    re.IGNORECASE,
)
_T_TEST = lazy(r"\b(?:[Ss]tudent(?:['’]?s)?|[Ww]elch(?:['’]s)?|t[- ]tests?)\b")
_SD = lazy(r"\b(?:SDs?|S\.D\.|s\.d\.)(?!\w)|\b[Ss]tandard\s[Dd]eviations?\b")
_SE = lazy(r"\b(?:SEM?s?|S\.E\.M?\.?|s\.e\.m?\.?)(?!\w)|\b[Ss]tandard\s[Ee]rrors?\b")
_TIME = lazy(
    r"\b(?:before|after|baseline|pre|post|pre-\w+|post-\w+|initial\w*|final\w*|at\s(?:entry|follow-up|the\send)|follow-up|from|"
    r"(?:day|week|month|year|visit|hour)s?\s\d+|later|first|second|morning|evening|rose|fell|increas\w+|decreas\w+|"
    r"then|became|left|right|same)\b",
    re.IGNORECASE,
)
_BOTH_TIMES = lazy(
    r"\b(?:before|baseline|pre\w*|initial\w*)[\s-]{1,2}(?:and|vs\.?|versus|to|/)\s?(?:at\s|the\s)?(?:after|post|final|end|follow)",
    re.IGNORECASE,
)
_JOINS = lazy(
    r"(?:\b(?:and|versus|vs\.?|against|or|than|to|with|but|while|whereas|in|for|group|arm|controls?|placebo|saline|vehicle|drug|"
    r"patients|men|women|had|was|were)|[,;/:(–-])[\s(]{0,2}(?:(?:only|a|mean|of|was|were|it|at|the|that|those|an|average)\s){0,4}$",
    re.IGNORECASE,
)
_SIZED = re.compile(r"\s?[(\[]\s?[nN]\s?=\s?\d{1,5}\s?[)\]]\s?")
_WORD = lazy(r"[a-zA-Z][\w-]{2,}|\b[A-Z]\b|\b\d\b")
_ALLOTTED = lazy(
    r"\b(?:randomi[sz]ed|assigned|allocated|received|treated|injected|underwent|undergone|enrolled|included|given|divided"
    r"|consisted|comprised|had\s(?:surgery|curettage|treatment))\b|[nN]\s?=\s?\d",
    re.IGNORECASE,
)
"""Words by which a sentence tells how many were in a group, and not how many died or dropped out."""
_LABELS = lazy(
    r"\bgroups?\s(?P<one>[\dA-D])\sand\s(?P<other>[\dA-D])\b|"
    r"\b(?P<first>[\w-]{1,20})(?:\s(?:group|arm))?\sand\s(?:the\s)?(?P<last>[\w-]{1,20})\s(?:groups?|arms?|patients|subjects)\b"
)
_PLAIN_WORDS = frozenset({
    "the", "and", "was", "were", "with", "for", "had", "that", "those", "group", "groups", "arm", "arms", "patients",
    "respectively", "mean", "versus", "compared", "than", "value", "values", "treated", "treatment", "who", "received",
    "receiving", "there", "min", "months", "years", "days", "weeks", "hours",
})  # fmt: skip
_BACK = 60


@rule(
    "means-and-p",
    kind="inference",
    doc="A p value is one that a t test of the printed means, standard deviations and sizes can give.",
    source="t tests of Student and Welch over all values that round to the printed ones; scipy",
)
def means_and_p(text: Scanned) -> Iterator[Mark]:
    """Each pair of means with spreads that a p value stands beside."""
    for sentence in text.sentences:
        said = sentence.text
        if ("p" not in said and "P" not in said) or len(means := list(group_means(said))) < 2 or NO_T_TEST.search(said):
            continue
        told = [p for p in p_values(said) if p.number is None or p.small is not None or 0 <= p.number.value <= 1]
        for pair, p, group_sizes in _compared(said, means, told):
            mark = _judged(text, sentence, pair, p, group_sizes)
            if mark is not None:
                yield mark


def _compared(
    said: str, means: list[GroupMean], told: list[PValue]
) -> Iterator[tuple[list[GroupMean], PValue, list[Size]]]:
    """Two means and the p behind them (or the only p of the sentence), with the sizes told between."""
    every, start = list(sizes(said)), 0
    for p in told:
        last = len(said) if len(told) == 1 else p.end
        pair = [m for m in means if start <= m.start < last]
        here = [s for s in every if start <= s.start < last]
        first = [s for s in every if s.start < means[0].start]
        start = p.end
        if len(pair) == 2 and _are_of_groups(said, *pair):
            yield pair, p, here or (first if len(first) == 2 else [])


def _are_of_groups(said: str, one: GroupMean, other: GroupMean) -> bool:
    """Whether two means are of one thing in two groups, so far as the words between tell."""
    between = said[one.end : other.start]
    if len(between) > 140 or {one.unit, other.unit} - {""} != {one.unit or other.unit} - {""}:
        return False
    if one.mean.decimals != other.mean.decimals and one.mean.value * other.mean.value:
        ratio = max(one.mean.value / other.mean.value, other.mean.value / one.mean.value)
        if not 0 < ratio < 5:
            return False
    around = said[max(0, one.start - 60) : one.start]
    if _TIME.search(between) or _BOTH_TIMES.search(said) or re.search(r"\bfrom\s[^\d]{0,20}$", around):
        return False
    return _JOINS.search(_SIZED.sub(" ", between)) is not None


def _judged(text: Scanned, sentence: Sentence, pair: list[GroupMean], p: PValue, told: list[Size]) -> Mark | None:
    sized, here = with_sizes(pair, told), True
    if sized is None and not told:
        sized, here = _sized_before(text, sentence, pair), False
    if sized is None:
        return None
    named = pair[0].kind == "sd" or _SD.search(sentence.text) is not None
    said = Said(called=named, here=here, t_test=_T_TEST.search(sentence.text) is not None)
    return judged_means(text, sentence.at(p.start, p.end), sized, p, said)


@dataclass(frozen=True, slots=True)
class Said:
    """What the words beside two means say: that the spread is a standard deviation, their sizes, and the test."""

    called: bool
    here: bool
    t_test: bool


def judged_means(text: Scanned, where: Stretch, sized: list[GroupMean], p: PValue, said: Said) -> Mark | None:
    """Two means with their sizes against the p value told of them."""
    if any(m.mean.value > 0 and m.spread.value > m.mean.value for m in sized):
        return None  # skewed
    given = p_of_means(*(Sample(m.mean, m.spread, m.size) for m in sized))
    if given is None:
        return None
    printed = Ends(*p.ends())
    off = given.apart(printed)
    low, high = p_text(given.low), p_text(given.high)
    about = (f"p {low}" if low.startswith("<") else f"p = {low}") + (f" to {high}" if low != high else "")
    arithmetic = f"{'; '.join(f'{m.mean.text} ± {m.spread.text}, n = {m.size}' for m in sized)}: t tests give {about}"
    called = said.called or (bool(text.holding(_SD)) and not text.holding(_SE))
    if off <= _SLACK:
        return where.mark("means-and-p", Verdict.HOLDS, f"The means give {about}, as printed.", arithmetic=arithmetic)
    if not called and text.holding(_SE):
        return None
    if (sized[0].size == sized[1].size and text.holding(_DESIGN)) or (not called and _is_of_errors(sized, printed)):
        return None
    apart = max(given.low, printed.low) > _ALPHA >= min(given.high, printed.high)
    gross = off > _GROSS and apart
    ranked = bool(text.holding(_RANKED))
    far = off > 2 * _GROSS and max(given.high, printed.high) > _ALPHA
    if not gross and not far and (ranked or not (said.t_test or text.holding(_T_TEST)) or off < _NEAR):
        return None
    sure = said.here and called and not ranked and (gross or said.t_test)
    assumption = (
        None if sure
        else "the groups are those told before" if not said.here
        else "± is the standard deviation" if not called
        else "the p value is of a t test of these means"
    )  # fmt: skip
    printed_p = where.passage.text[where.start : where.end]
    return where.mark(
        "means-and-p", Verdict.FAILS if sure else Verdict.ASSUMES,
        f"These means, deviations and sizes give {about}, not {printed_p}.",
        computed=about, arithmetic=arithmetic, suggestion=about, assumption=assumption,
    )  # fmt: skip


def _is_of_errors(sized: list[GroupMean], printed: Ends) -> bool:
    """Whether "±" may be the standard error: the p would fit, and the values would not be skewed."""
    given = p_of_means(*(Sample(m.mean, m.spread, m.size, is_error=True) for m in sized))
    skewed = any(m.spread.value**2 * m.size > m.mean.value**2 for m in sized)
    return given is not None and not skewed and given.apart(printed) < _NEAR


def _sized_before(text: Scanned, sentence: Sentence, pair: list[GroupMean]) -> list[GroupMean] | None:
    """The means with sizes of the groups they name, as a sentence before tells them; the nearest that does."""
    names = _names(sentence.text, pair)
    if names is None:
        return None
    for number in range(sentence.number - 1, max(-1, sentence.number - 1 - _BACK), -1):
        before = text.sentences[number].text
        found = list(sizes(before)) if len(before) < 600 else []
        if len(found) != 2 or not _ALLOTTED.search(before):
            continue
        middle = _parted(before, found[0].end, found[1].start)
        halves = ({w.lower() for w in _WORD.findall(h)} for h in (before[:middle], before[middle:]))
        first, last = halves
        one, other = names
        if one & first and other & last and not one & last and not other & first:
            order = (0, 1)
        elif one & last and other & first and not one & first and not other & last:
            order = (1, 0)
        else:
            continue
        return [replace(mean, size=found[at].size) for mean, at in zip(pair, order, strict=True)]
    return None


def _parted(text: str, start: int, end: int) -> int:
    """Where the words about a first size end: at the last "and", comma or semicolon before the next one."""
    found = [m.start() for m in re.finditer(r"\b(?:and|while|whereas|but)\b|[,;]", text[start:end])]
    return start + (found[-1] if found else 0)


def _names(said: str, pair: list[GroupMean]) -> tuple[set[str], set[str]] | None:
    """Words that name either group: behind each mean, or both behind the second when told respectively."""
    one, other = pair
    behind = re.split(r"[.;(]|\bp\b", said[other.end : other.end + 90])[0]
    first = _words(said[one.end : other.start])
    last = _words(re.split(r"[,:]", behind)[0])
    parts = re.split(r"\band\b", behind.split("respectively")[0])
    if "respectively" in said[other.end : other.end + 120] and len(parts) == 2:
        first, last = _words(parts[0]), _words(parts[1])
    if not first - last or not last - first:
        if (both := _LABELS.search(said)) and "respectively" in said:  # "in the gel and placebo groups it was …"
            first, last = _words(both["one"] or both["first"]), _words(both["other"] or both["last"])
        else:  # the names stand before the values
            first, last = _words(re.split(r"[.;,:]", said[max(0, one.start - 60) : one.start])[-1]), first
    first, last = first - last, last - first
    return (first, last) if first and last else None


def _words(text: str) -> set[str]:
    return {w.lower() for w in _WORD.findall(text)} - _PLAIN_WORDS
