"""A strength said in two ways: per cent and mg in a mL or a gram; what goes into a batch and its per cent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from resorb.reading.doses.quantities import mass_in_mg, number_in
from resorb.reading.lazy import lazy
from resorb.scan.material import Mark, Scanned, Sentence, Stretch
from resorb.scan.registry import rule
from resorb.scan.rules.doses.arithmetic import not_summed
from resorb.scan.rules.doses.windows import LEVEL
from resorb.values.findings import Verdict
from resorb.values.numbers import PrintedNumber, as_text

_I = re.IGNORECASE
_N = r"\d{1,4}(?:\.\d{1,3})?"
_OF_DILUENT = "".join(rf"(?<!{word} )" for word in ("chloride", "saline", "NaCl", "dextrose", "glucose"))
_PERCENT = (
    rf"(?<![\d.,–-]){_OF_DILUENT}(?P<p>{_N})\s?(?:%|per ?cent\b)(?!\s?(?:saline|sodium chloride|NaCl|dextrose|glucose))"
)
_BASIS = r"(?:\s?\(?(?:w/[wv]|wt/wt|wt/vol|m/[mv])\)?)?"
_MG_ML = rf"(?<![\d.,–-])(?P<c>{_N})\s?mg\s?(?:/|per )\s?(?P<k>\d{{1,3}}(?:\.\d)?)?\s?mL\b"
_KIND = r"(?:\s(?:[a-z]{1,14}\s){0,2}(?:solution|injection|strength|vials?|ampoules?|cream|ointment|gel))?"
_JOIN = (
    r"\s?(?:\((?:i\.e\.,? |that is,? |=\s?|or )?|\[|=\s?|≙\s?|,?\s?(?:i\.e\.|that is|or|equals?|equivalent to"
    r"|corresponding to|which is|meaning)[,:]?\s)\s?(?:about |also )?"
)
_OF_SOLUTIONS = (
    lazy(
        rf"{_MG_ML}{_KIND}{_JOIN}{_PERCENT}(?={_BASIS}\s?[)\];,.]|{_BASIS}\s(?:[a-z]{{1,14}}\s)?(?:solution"
        rf"|injection)|\s?w/v)",
        _I,
    ),
    lazy(rf"{_PERCENT}{_BASIS}{_KIND}{_JOIN}{_MG_ML}", _I),
)
_IN_BRACKETS = (
    lazy(rf"\({_PERCENT}{_BASIS}[,;]\s{_MG_ML}\s?[);,]", _I),
    lazy(rf"\({_MG_ML}[,;]\s{_PERCENT}{_BASIS}\s?[);,]", _I),
)
_MIXED = lazy(
    r"\b(?:reduc\w+|decreas\w+|increas\w+|fell|rose|CV|recover\w+|bioavailab\w+|inhibit\w+|confidence|CI)\b", _I
)
_DRUG = lazy(
    r"\b(?:thiosul(?:f|ph)ate|STS|TST|solutions?|inject\w*|infus\w*|vials?|ampoules?|undiluted|lidocaine|lignocaine"
    r"|saline"
    r"|glucose|dextrose|bupivacaine|w/v|bicarbonate)\b",
    _I,
)
_IN_A_GRAM = lazy(
    rf"(?<![\d.,–-])(?P<c>{_N})\s?(?P<u>mg|g)\s?(?:of (?:[a-z]{{1,15}} ){{1,3}})?(?:/|per |(?:in|to|for) (?:each"
    rf"|every|one|a|1)\s)\s?"
    r"(?P<k>100\s?)?(?:g|grams?|grammes?)\b(?!/)",
    _I,
)
_CREAM = lazy(
    r"\b(?:creams?|ointments?|gels?|pastes?|lotions?|pomades?|cerate|balms?|w/w|topical\w*|base|vehicle)\b", _I
)
_STRENGTH = lazy(
    rf"{_PERCENT}(?=\)?(?:\*\*)?\s?(?:\(?w/w|(?:[\w-]+\s){{0,4}}?(?:creams?|ointments?|gels?|pastes?|lotions?"
    r"|pomades?)\b))",
    _I,
)
_ANY_PERCENT = lazy(_PERCENT, _I)
_INTO = (
    r"(?:ma[dk]e(?:s|n)?(?: it)? (?:up )?to|making(?: up to)?|(?:brought|topped|filled) (?:up )?(?:to|with)"
    r"|made up (?:with|in)"
    r"|q\.?s\.?(?: ad| to)?|ad|(?:per|for(?: each| every| a| one)?|in(?:to)?(?: each| every| a| one)?)|to(?: make"
    r"| give| a total of)?"
    r"|up to|(?:base|cream|vehicle|ointment|petrolatum|paraffin|excipients?) (?:up )?(?:to|ad|q\.?s\.?))"
)
_BATCH = lazy(
    rf"(?<![\d.,–-])(?P<a>{_N})\s?(?P<u>mg|g)\b(?![\s-]*(?:tubes?|pots?|jars?|batch))"
    rf"(?P<mid>[^.;:\d]{{0,80}}?)\b{_INTO}\s(?:exactly |a |an |the |final |total |weight of |of )*"
    rf"(?P<b>{_N})[\s-]?(?P<v>kg|g)\b",
    _I,
)
_MADE = lazy(
    r"\b(?:ma[dk]e|making|base|cream|ointment|gel|vehicle|paste|powder|formula|batch|compound\w*|levigat\w*|pot|jar"
    r"|tube|q\.?s|petrolatum|salt|w/w)\b",
    _I,
)
_SALT = lazy(
    r"\b(?:salt|drug|powder|thiosul(?:f|ph)ate|STS|TST|pentahydrate|crystals|active|substance|ingredient)\b", _I
)
_BASE = lazy(
    r"\s?(?:of )?(?:[a-z-]+ ){0,2}?(?:base|water|glycol|petrolatum|paraffin|vaseline|lanolin|cream|ointment|oxide|wax"
    r"|oil"
    r"|emulsifier|vehicle|gel|glycerol)\b",
    _I,
)
_SOLVED = lazy(r"\b(?:mL|saline|solution|infus\w*|daily|weekly|per day|increas\w*|reduc\w*|patients?)\b", _I)
_CELL_PERCENT = lazy(rf"\s*{_PERCENT}\s?\(?(?:w/v|m/v|wt/vol)\)?\s*", _I)
_CELL_MASS = lazy(rf"\s*{_MG_ML}\s*", _I)


@rule(
    "strength-said-twice",
    kind="dose-arithmetic",
    doc="A strength in per cent is the same as that beside it in mg in a mL or a gram, or as what goes into the batch.",
    source="1 % w/v is 10 mg in a mL, 1 % w/w 10 mg in a gram",
)
def strength_said_twice(text: Scanned) -> Iterator[Mark]:
    """Strengths in brackets behind each other, and the formula of a cream under its strength."""
    found: list[Mark] = []
    for sentence in text.sentences:
        said = sentence.text
        if not sentence.is_long and any(unit in said for unit in ("mg", " g", "gram")):
            found += _of_solutions(sentence)
            found += _of_grams(text, sentence)
            found += _of_batches(text, sentence)
            found += _of_lines(sentence)
    found += _of_rows(text)
    yield from not_summed(text, found, (Verdict.FAILS,))


def _number(printed: str) -> PrintedNumber:
    number = number_in(printed)
    assert number is not None  # noqa: S101 - the patterns take digits only
    return number


def _of_solutions(sentence: Sentence) -> Iterator[Mark]:
    """Such as "250 mg/mL (25%)", "25% w/v (250 mg/mL)"."""
    said = sentence.text
    if "%" not in said or LEVEL.search(said) or not _DRUG.search(said):
        return
    for pattern in (*_OF_SOLUTIONS, *_IN_BRACKETS):
        for match in pattern.finditer(said):
            percent, mass = _number(match["p"]), _number(match["c"])
            size = _number(match["k"]).value if match["k"] else Fraction(1)
            if not size or _agree(percent, mass, Fraction(1, 10) / size) or _MIXED.search(match[0]):
                continue
            last = "p" if match.start("p") > match.start("c") else "c"
            exact = mass.value / size / 10 if last == "p" else percent.value * 10 * size
            unit = "%" if last == "p" else said[match.end("c") : match.end()].strip()
            end = match.end() - (match[0][-1] in ");,")
            yield _mark(sentence, (match.start(last), end), exact, unit.rstrip(");, "), match[0])


def _of_rows(text: Scanned) -> Iterator[Mark]:
    """A row of a table with one strength in per cent w/v and one in mg/mL, each alone in its cell."""
    for block, table in text.tables:
        for row in table.rows:
            found = _of_cells([cell.text for cell in row])
            if found is not None:
                number, last, exact = found
                at = text.cell(block, row[number], last.start("c"), last.end())
                yield _marked(at, exact, last)


def _of_lines(sentence: Sentence) -> Iterator[Mark]:
    """The same where tabs part the cells of a line."""
    said = sentence.text
    cells = said.split("\t") if "\t" in said else []
    found = _of_cells(cells)
    if found is not None:
        number, last, exact = found
        begin = sum(len(cell) + 1 for cell in cells[:number])
        yield _marked(sentence.at(begin + last.start("c"), begin + last.end()), exact, last)


def _of_cells(cells: Sequence[str]) -> tuple[int, re.Match[str], Fraction] | None:
    """The cell in mg/mL that is not the strength of the one cell in per cent, its reading, and what it should be."""
    percents = [m for cell in cells if (m := _CELL_PERCENT.fullmatch(cell)) is not None]
    masses = [(n, m) for n, cell in enumerate(cells) if (m := _CELL_MASS.fullmatch(cell)) is not None]
    if len(percents) != 1 or len(masses) != 1:
        return None
    number, last = masses[0]
    percent, mass = _number(percents[0]["p"]), _number(last["c"])
    size = _number(last["k"]).value if last["k"] else Fraction(1)
    if not size or not mass.value or _agree(percent, mass, Fraction(1, 10) / size):
        return None
    return number, last, percent.value * 10 * size


def _marked(at: Stretch, exact: Fraction, last: re.Match[str]) -> Mark:
    shown = f"{as_text(exact)} {last[0][last.end('c') - last.start() :].strip()}"
    size = _number(last["k"]).value if last["k"] else Fraction(1)
    how = f"{as_text(exact / size / 10)} % w/v = {shown}"
    return at.mark(
        "strength-said-twice", Verdict.ASSUMES, f"The strength beside it in per cent is another: {how}.",
        computed=shown, arithmetic=how, suggestion=shown, assumption="both are of the same solution",
    )  # fmt: skip


def _agree(percent: PrintedNumber, mass: PrintedNumber, scale: Fraction) -> bool:
    """Whether mg times the scale is the percentage, as nearly as both are printed."""
    exact = mass.value * scale
    room = percent.step / 2 + mass.step * scale / 2
    return abs(exact - percent.value) <= max(room, percent.value / 50)


def _of_grams(text: Scanned, sentence: Sentence) -> Iterator[Mark]:
    """Such as "25% w/w (250 mg in each gram)"."""
    said = sentence.text
    for match in _IN_A_GRAM.finditer(said):
        percents = list(_STRENGTH.finditer(said)) or ([] if _ANY_PERCENT.search(said) else _above(text, sentence))
        if not percents or not (_CREAM.search(said) or "w/w" in percents[0].string):
            continue
        mass = _number(match["c"])
        scale = (Fraction(1, 10) if match["u"].lower() == "mg" else Fraction(100)) / (100 if match["k"] else 1)
        if any(_agree(_number(p["p"]), mass, scale) for p in percents):
            continue
        if len({p["p"] for p in percents}) > 1 or scale * mass.value > 100:
            continue
        percent = _number(percents[0]["p"])
        unit = said[match.end("c") : match.end()].strip()
        yield _mark(sentence, match.span(), percent.value / scale, unit, f"{as_text(percent.value)}%")


def _of_batches(text: Scanned, sentence: Sentence) -> Iterator[Mark]:
    """Such as "25% cream: 62.5 g of the salt made to 250 g"."""
    said = sentence.text
    for match in _BATCH.finditer(said):
        part, whole = _number(match["a"]), _number(match["b"])
        in_mg = mass_in_mg(match["u"]) or Fraction(1)
        size = whole.value * (mass_in_mg(match["v"]) or Fraction(1))
        if not size or part.value * in_mg >= size or _SOLVED.search(match[0]) or not _MADE.search(said):
            continue
        if not _is_of_the_salt(said, match):
            continue
        before = [p for p in _ANY_PERCENT.finditer(said) if p.end() <= match.end()]
        percents = before or ([] if _ANY_PERCENT.search(said) else _above(text, sentence))
        shares = [_number(p["p"]) for p in percents]
        if not shares or any(
            _agree(p, part, in_mg * 100 / whole_of) for p in shares for whole_of in (size, size + part.value * in_mg)
        ):
            continue
        if len({p.value for p in shares}) > 1 or not any(_STRENGTH.search(p.string) for p in percents):
            continue
        exact = shares[0].value * size / 100 / in_mg
        end = match.start("u") + len(match["u"])
        how = f"{as_text(shares[0].value)}% of {match['b']} {match['v']}"
        yield _mark(sentence, (match.start("a"), end), exact, match["u"], how)


def _is_of_the_salt(said: str, match: re.Match[str]) -> bool:
    """Whether the first mass is that of the salt, not of the base, and the second no end of a range."""
    if not match["mid"].strip() and re.search(r"\bto\s$", said[: match.start("b")]):
        return False
    name = re.split(r"[\d,;:.]", said[max(0, match.start() - 45) : match.start()])[-1]
    if _SOLVED.search(said, match.end(), match.end() + 15) or _BASE.match(match["mid"]):
        return False
    return _SALT.search(name) is not None or _SALT.search(match["mid"]) is not None


def _above(text: Scanned, sentence: Sentence) -> list[re.Match[str]]:
    """The strengths of a cream in the sentence before or in the heading over it."""
    for before in text.before(sentence):
        if found := list(_STRENGTH.finditer(before.text)):
            return found
    return list(_STRENGTH.finditer(sentence.section))


def _mark(sentence: Sentence, place: tuple[int, int], exact: Fraction, unit: str, of: str) -> Mark:
    shown = f"{as_text(exact)}{'' if unit == '%' else ' '}{unit}"
    printed = sentence.text[place[0] : place[1]]
    return sentence.at(*place).mark(
        "strength-said-twice", Verdict.FAILS, f"The strength beside it gives {shown}, not {printed}.",
        computed=shown, arithmetic=f"{of}: {shown}", suggestion=shown,
    )  # fmt: skip
