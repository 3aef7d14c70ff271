"""What must hold of every entry of every data file."""

from collections.abc import Callable
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resorb.codes import knowledge, lookup, names
from resorb.codes.entries import fold
from resorb.codes.files import PLACES, SOURCES
from resorb.codes.windows import BANDS, DOSE_MEASURES, DoseWindow
from resorb.values.findings import Refused
from resorb.values.units import read_unit, same_dimension

DATA = files("resorb.codes").joinpath("data")
ENTRIES = [(v, e) for v in PLACES for e in knowledge().entries(v).values()]
NAMES = [(v, e.key, n) for v, e in ENTRIES for n in e.names]


@pytest.mark.parametrize("file", sorted({f for f, _ in PLACES.values()} | {SOURCES}))
def test_a_file_opens_by_teaching_its_grammar(file: str) -> None:
    text = DATA.joinpath(file).read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert "# To add " in text.split("\n\n", maxsplit=1)[0]


def test_every_entry_names_a_source() -> None:
    assert [(v, e.key) for v, e in ENTRIES if not e.sources] == []


def test_every_range_and_limit_of_a_lab_names_a_source() -> None:
    analytes = knowledge().analytes.values()
    bare = [a.key for a in analytes if not all([*(r.sources for r in a.ranges), *(x.sources for x in a.limits)])]
    assert bare == []


def test_every_source_is_used_and_says_what_it_is() -> None:
    used = {s.key for _, e in ENTRIES for s in e.sources}
    for analyte in knowledge().analytes.values():
        used |= {s.key for one in analyte.ranges for s in one.sources}
        used |= {s.key for limit in analyte.limits for s in limit.sources}
    assert set(knowledge().sources) - used == set()
    assert all(len(s.cite) > 15 for s in knowledge().sources.values())


def test_a_code_is_never_backed_by_a_convention_alone() -> None:
    bare = [c.key for c in knowledge().conditions.values() if c.codes and {s.seen for s in c.sources} <= {"convention"}]
    assert bare == []


@given(st.sampled_from(NAMES), st.sampled_from([str.upper, str.lower, str.title, lambda s: f"  {s} "]))
def test_any_name_in_any_case_leads_to_its_key(name: tuple[str, str, str], change: Callable[[str], str]) -> None:
    vocabulary, key, text = name
    assert lookup(vocabulary, text) == key
    assert lookup(vocabulary, change(text)) == key
    assert lookup(vocabulary, text.replace(" ", "-")) == key


def test_no_name_means_two_things() -> None:
    meant: dict[tuple[str, str], set[str]] = {}
    for vocabulary, key, name in NAMES:
        meant.setdefault((vocabulary, fold(name)), set()).add(key)
    assert [(at, keys) for at, keys in meant.items() if len(keys) > 1] == []


@pytest.mark.parametrize(
    ("vocabulary", "written", "meant"),
    [
        ("routes", "intralesionnal", "intralesional"),
        ("conditions", "dermatomyositits", "dermatomyositis"),
        ("findings", "much decresed", "much decreased"),
        ("drugs", "sodium thiosulfat", "sodium thiosulfate"),
        ("criteria", "mayo-charts", "mayo-chart"),
    ],
)
def test_a_misspelt_name_is_met_with_the_nearest(vocabulary: str, written: str, meant: str) -> None:
    with pytest.raises(Refused) as refused:
        lookup(vocabulary, written)
    assert meant in refused.value.remedy


def test_a_name_like_no_other_is_met_with_the_list() -> None:
    with pytest.raises(Refused) as refused:
        lookup("routes", "by carrier pigeon" * 5)
    assert "topical" in refused.value.remedy
    assert "..." in refused.value.rule


def test_an_unknown_vocabulary_is_a_programming_error() -> None:
    with pytest.raises(KeyError, match="routes"):
        names("roads")


@pytest.mark.parametrize("window", knowledge().dose_windows.values(), ids=lambda w: str(w.key))
class TestDoseWindow:
    def test_measures_what_it_says(self, window: DoseWindow) -> None:
        wanted = DOSE_MEASURES[window.measure]
        assert window.unit == "" if wanted == "1/week" else same_dimension(window.unit, wanted)

    def test_bands_are_ordered_and_cover_each_number_once(self, window: DoseWindow) -> None:
        ends = sorted({e for _, b in window.bands for e in (b.low, b.high) if e is not None})
        between = [(a + b) / 2 for a, b in pairwise(ends)]
        for value in [ends[0] / 2, *ends, *between, ends[-1] * 2]:
            assert sum(band.holds(value) for _, band in window.bands) == 1, value
        assert window.bands[0][1].low in (None, 0)
        assert window.bands[-1][1].high is None

    def test_the_usual_lies_between_the_rest(self, window: DoseWindow) -> None:
        severity = [BANDS.index(name) for name, _ in window.bands]
        least = severity.index(0)
        assert severity[: least + 1] == sorted(severity[: least + 1], reverse=True)
        assert severity[least:] == sorted(severity[least:])


def test_every_unit_can_be_read() -> None:
    for analyte in knowledge().analytes.values():
        for unit in analyte.units if not analyte.product_of else ():
            assert read_unit(unit).text == unit
    for measure in knowledge().measures.values():
        assert not measure.unit or read_unit(measure.unit).text == measure.unit


def test_a_product_is_a_salt_of_its_drug() -> None:
    for product in knowledge().products.values():
        salts = {s.key for s in knowledge().drugs[product.drug].salts}
        assert not product.salt or product.salt in salts
