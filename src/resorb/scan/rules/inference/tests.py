"""P values by themselves, and beside the test statistic they come from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.checks.arithmetic.significance import Distribution, Ends, p_ends
from resorb.reading.lazy import lazy
from resorb.reading.statistics.figures import UNIT, read_figure
from resorb.reading.statistics.probabilities import PValue, p_values
from resorb.reading.statistics.significance_words import Statistic, statistics
from resorb.reading.statistics.summary_cells import P_CELL, P_HEAD
from resorb.scan.material import Mark, Scanned, Sentence, Stretch
from resorb.scan.registry import rule
from resorb.scan.rules.inference.intervals import CORRECTED, p_text
from resorb.scan.rules.statistics.tables import heads_of, worded_cells
from resorb.values.documents import Passage
from resorb.values.findings import Verdict

SLACK = 1.1
"""Factor by which a p value may leave what the statistic gives: unprinted decimals of df, covariates."""
_MOST_DF = 30
LOOSE = 1.5
"""The same for coefficients of rank, whose p values are approximations; and how far off is a slip for certain."""
_PIECE = 2500
_ONE_SIDED = lazy(r"\b(?:one|1|single)[- ](?:sided|tailed)\b", re.IGNORECASE)
_RANK_TEST = lazy(r"mann|whitney|wilcoxon|exact|permut|monte[- ]carlo|simulat|rank", re.IGNORECASE)
_PHOSPHATE = lazy(r"phosph|\bCa\b|calcium|serum|pressure|mmol|mg/d|\bPTH\b|power", re.IGNORECASE)
_TESTED = lazy(
    r"signific|\bp[- ]?values?\b|\btest(?:s|ed)?\b|\bvs\b|versus|compar|differ(?!ent_)|\bCIs?\b|confidence|associat|χ"
    r"|\bchi\b|\brespectively\b|\b[rtFz]\s?(?:\(|=)|ratio\b|whitney|wilcoxon|fisher",
    re.IGNORECASE,
)
"""Words beside which a whole number may be meant as a p value: p = 2 is elsewhere a number of parameters."""
_ASSIGNED = lazy(r"[Pp]\s?<-\s")
_MORE = lazy(rf"\s?(?:{UNIT}|[-−–×x*/^]\s?\d|%)")


@rule(
    "p-range",
    kind="inference",
    doc="A p value lies between 0 and 1.",
    source="the definition of a probability",
)
def p_between_0_and_1(text: Scanned) -> Iterator[Mark]:
    """P values above 1 or below 0."""
    for sentence in text.sentences:
        said = sentence.text
        if ("p" not in said and "P" not in said) or len(said) > _PIECE:
            continue
        for p in p_values(said):
            if p.number is None or p.small is not None or 0 <= p.number.value <= 1:
                continue
            if (
                (p.capital and _PHOSPHATE.search(said) and not _TESTED.search(said))
                or _MORE.match(said, p.end)
                or p.number.value > 100
            ):
                continue
            if _ASSIGNED.match(said, p.start) or (p.number.decimals == 0 and not _TESTED.search(said)):
                continue
            where, sign = ("above 1", "> 1") if p.number.value > 1 else ("below 0", "< 0")
            yield _no_probability(sentence.at(p.start, p.end), said[p.start : p.end], p.number.text, where, sign)
    for block, table in text.tables:
        for column, head in enumerate(heads_of(table)):
            if P_HEAD.fullmatch(head):
                yield from _column(text, block, [row[column] for row in table.rows[1:] if column < len(row)])


def _column(text: Scanned, block: int, cells: list[Passage]) -> Iterator[Mark]:
    """Cells above 1 in a column of p values; one of the others must be below 1, for P is phosphate too."""
    values = [(cell, read_figure(match["v"])) for cell in cells if (match := P_CELL.fullmatch(cell.text))]
    if not any(v is not None and v.decimals >= 2 and v.value < 1 for _, v in values):
        return
    for cell, value in values:
        if value is not None and value.value > 1:
            yield _no_probability(text.cell(block, cell), cell.text, value.text, "above 1", "> 1")


def _no_probability(at: Stretch, words: str, number: str, where: str, sign: str) -> Mark:
    return at.mark(
        "p-range", Verdict.FAILS, f"A p value is a probability; {words} lies {where}.",
        computed="0 to 1", arithmetic=f"{number} {sign}",
        suggestion="a value between 0 and 1, such as " + _within(number),
    )  # fmt: skip


@rule(
    "statistic-and-p",
    kind="inference",
    doc="A p value is the one its test statistic and degrees of freedom give.",
    source="statcheck: Nuijten and others 2016, Behav Res Methods 48:1205; distributions by scipy",
)
def statistics_and_p(text: Scanned) -> Iterator[Mark]:
    """Each t, F, χ², r and z with its degrees of freedom and p value, in sentences and in cells of tables."""
    for sentence in (*text.sentences, *(cell for cell, _ in worded_cells(text))):
        said = sentence.text
        if len(said) > _PIECE or not any(sign in said for sign in ("p", "P")):
            continue
        for one in statistics(said, (b.text for b in text.before(sentence, 3))):
            if one.name == "χ²" and not one.df:
                mark = _without_df(sentence, one)
            else:
                corrected, one_sided = bool(text.holding(CORRECTED)), bool(text.holding(_ONE_SIDED))
                mark = _judged(sentence, one, corrected=corrected, one_sided=one_sided)
            if mark is not None:
                yield mark


def _judged(sentence: Sentence, one: Statistic, *, corrected: bool, one_sided: bool) -> Mark | None:
    p = one.p
    if p.number is None or (p.small is None and not 0 <= p.number.value <= 1):
        return None
    if one.ranks and one.df and one.df[0] < 8:
        return None
    two_sided = p_ends(Distribution(one.name), one.value, *one.df)
    directed = one.name in ("t", "r", "z")
    printed = _printed(p)
    given = two_sided.times(0.5) if p.one_sided and directed else two_sided
    words, shown = sentence.text[p.start : p.end], sentence.text[one.start : one.end]
    at = sentence.at(p.start, p.end)
    is_about = f"p = {p_text(given.low)}" + (
        "" if p_text(given.low) == p_text(given.high) else f" to {p_text(given.high)}"
    )
    arithmetic = f"{one.name}{_df_text(one)} = {one.value.text} gives {is_about}" + (
        ", one-sided" if p.one_sided else ""
    )
    off = given.apart(printed)
    if off <= (LOOSE if one.ranks else SLACK):
        return at.mark(
            "statistic-and-p", Verdict.HOLDS, f"{shown} gives {is_about}, as printed.", arithmetic=arithmetic
        )
    more = {"computed": is_about, "arithmetic": arithmetic, "suggestion": is_about}
    message = f"{shown} gives {is_about}, not {words}."
    if directed and not p.one_sided and two_sided.times(0.5).apart(printed) <= SLACK:
        if one_sided:
            return None
        return at.mark("statistic-and-p", Verdict.ASSUMES, message, assumption="the p value is one-sided", **more)
    larger = printed.low > given.high
    if larger and CORRECTED.search(_clause(sentence.text, one.start, p.end)):
        return None
    if larger and corrected:
        assumption = "the p value was corrected for several tests"
        return at.mark("statistic-and-p", Verdict.ASSUMES, message, assumption=assumption, **more)
    if one.counted:
        assumption = f"the coefficient is not of the {int(one.df[0]) + 2} named beside it"
        return at.mark("statistic-and-p", Verdict.ASSUMES, message, assumption=assumption, **more)
    same_side = (given.low <= 0.05) == (printed.low <= 0.05)
    if (off < LOOSE and same_side) or (off < 2 * LOOSE and _RANK_TEST.search(sentence.text)):
        assumption = "the p value is of another version of the test"
        return at.mark("statistic-and-p", Verdict.ASSUMES, message, assumption=assumption, **more)
    return at.mark("statistic-and-p", Verdict.FAILS, message, **more)


def _without_df(sentence: Sentence, one: Statistic) -> Mark | None:
    """χ² without degrees of freedom, against the p value of every number of them: it may be that of none."""
    p = one.p
    if (
        p.number is None
        or p.relation != "="
        or p.small is not None
        or not 0 < p.number.value < 1
        or one.value.value <= 0
    ):
        return None
    printed = _printed(p)
    every = [p_ends(Distribution.CHI_SQUARED, one.value, df) for df in range(1, _MOST_DF + 1)]
    off, df, given = min((given.apart(printed), df, given) for df, given in enumerate(every, 1))
    if off <= SLACK or printed.low > every[-1].high or CORRECTED.search(_clause(sentence.text, one.start, p.end)):
        return None
    near = f"{p_text(every[0].low)} with 1 degree of freedom, {p_text(every[1].low)} with 2"
    return sentence.at(p.start, p.end).mark(
        "statistic-and-p", Verdict.ASSUMES,
        f"{sentence.text[one.start : one.end]} gives p = {near}; none gives {sentence.text[p.start : p.end]}.",
        computed=f"p = {p_text(given.low)} with {df}", arithmetic=f"χ² = {one.value.text}: p = {near}",
        suggestion=f"p = {p_text(every[0].low)}", assumption="the p value is of another version of the test",
    )  # fmt: skip


def _within(text: str) -> str:
    """The printed number with its point or sign mended."""
    digits = text.lstrip("-").replace(".", "")
    return text.lstrip("-") if text.startswith("-") else f"0.{digits}"


def _printed(p: PValue) -> Ends:
    low, high = p.ends()
    if p.relation == "=" and p.number is not None and p.small is None:
        high += float(p.number.step) / 2  # it may have been cut, not rounded
    return Ends(low, high)


def _df_text(one: Statistic) -> str:
    return f"({', '.join(f'{d:g}' for d in one.df)})" if one.df else ""


def _clause(text: str, start: int, end: int) -> str:
    """What stands around a statistic up to the next semicolon on either side."""
    first = text.rfind(";", max(0, start - 200), start) + 1
    last = text.find(";", end, end + 200)
    return text[max(first, start - 200) : last if last >= 0 else end + 200]
