"""Patterns that look for the words they need before they search: as quick as that, and never with another result."""

import ast
import re
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resorb.reading
import resorb.scan
from resorb.reading.lazy import lazy
from resorb.reading.needed import fold, needed
from tests.corpus.items import items


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"\b(?:mean|median) of \d+", [{"mean of 0", "median of 0"}]),
        (r"\d{1,3}\s*(?:%|per\s?cent)", [{"0%", "0 %", "0percent", "0 percent", "0per cent", "0 per cent"}]),
        (r"wom[ae]n(?: and men)?", [{"woman", "women"}]),
        (r"(?:doses?\s+){1,3}given", [{"given"}, {"dose ", "doses "}]),
        (r"total\s+of\s+(?:\w+|\d)\s+(?=MEN)", [{"total of "}, {"men"}]),
        (r"(?=[ab])(?<=total )\w+", [{"total "}]),
        (r"(?:total)?\s*", []),
        (r"a|total", []),
        (r"(?!total)\w+[^x]", []),
    ],
)
def test_the_words_a_pattern_needs_are_read_off_it(pattern: str, words: list[set[str]]) -> None:
    assert sorted(map(sorted, needed(pattern, 0))) == sorted(map(sorted, words))


def test_case_digits_and_old_letters_are_folded_on_both_sides() -> None:
    # re.IGNORECASE takes the long s, the Kelvin sign and both kinds of a Turkish i for their plain letters.
    assert fold("\u017ftRonG \u212a 25  \u0131\u0130 \u00b5") == fold("Strong k 9 iI \u03bc") == "strong k 0 ii \u03bc"
    find = lazy("strong ki \u00b5", re.IGNORECASE)
    assert all(find.search("\u017fTRONG \u212a\u0130 \u03bc" + LONG) for _ in range(100))


LONG = " and so on" * 6
"""Short texts are searched at once."""
TOKENS = [
    "total",
    "of",
    " ",
    "25",
    "٣",
    "%",
    "per cent",
    "Women",
    "MEN",
    "mean",
    "(",
    "n=",
    "\u017f",
    "±",
    "\n",
    "dose",
]
PATTERNS = [
    (r"total\s+of\s+\d+|\bmean\b", re.IGNORECASE),
    (r"(?P<n>\d+)\s?(?:%|per\s?cent)", 0),
    (r"\bwom[ae]n\b", re.IGNORECASE),
    (r"(?<=of )\d|\(n=(?!2)", 0),
    (r"(?i:MEAN)S?\s*±|[%±]{2}", 0),
    (r"(?:mean )?(?:women|men)", re.IGNORECASE),
]
TRIED = [(re.compile(*one), lazy(*one)) for one in PATTERNS]


@given(st.lists(st.sampled_from(TOKENS), max_size=12).map("".join))
def test_a_lazy_pattern_finds_what_a_plain_one_finds(text: str) -> None:
    text += LONG
    for plain, quick in TRIED:
        assert [m.span() for m in quick.finditer(text)] == [m.span() for m in plain.finditer(text)]
        assert quick.findall(text) == plain.findall(text)
        assert bool(quick.search(text)) == bool(plain.search(text))
        assert quick.sub("x", text) == plain.sub("x", text)


def test_no_pattern_is_made_anew_at_each_call() -> None:
    """A function that makes one remembers it, or is asked only when its module is read (part_words)."""
    made = [
        file.name
        for file in Path(resorb.__file__).parent.rglob("*.py")
        for function in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef) and "cache" not in "".join(map(ast.unparse, function.decorator_list))
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "lazy"
    ]
    assert made == ["part_words.py"]


def patterns_of_scan() -> list[re.Pattern[str]]:
    """Every lazy pattern that has a name."""
    rooms = [
        m.name for room in (resorb.reading, resorb.scan) for m in walk_packages(room.__path__, f"{room.__name__}.")
    ]
    return [value for room in rooms for value in vars(import_module(room)).values() if type(value) is type(lazy(""))]


def test_no_pattern_of_scan_has_its_matches_hidden() -> None:
    named = patterns_of_scan()
    assert len(named) > 300
    texts = [item.text for item in items("development")][::31]
    for one in named:
        plain, sets = re.compile(one.pattern, one.flags), needed(one.pattern, one.flags)
        for text in texts:
            folded = fold(text)
            if not all(any(word in folded for word in words) for words in sets):
                assert plain.search(text) is None, one.pattern
