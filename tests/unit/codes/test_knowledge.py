"""Data files together: a second drug without a line of code, faults of a bad folder all at once, laziness."""

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from resorb import codes
from resorb.codes import Knowledge, knowledge, load_knowledge, lookup, names, using
from resorb.codes.files import PLACES
from resorb.codes.plausible import judge_amount
from resorb.values.findings import BadInput, Refused
from resorb.values.ranges import Range

HERE = Path(__file__).parent
SECOND_DRUG = HERE / "second_drug"
BAD = HERE / "bad"


def test_a_second_drug_is_a_folder() -> None:
    known = load_knowledge(SECOND_DRUG)
    with using(known):
        assert lookup("drugs", "UNO") == "unobtanium citrate"
        assert lookup("routes", "under a patch") == "transdermal"
        assert lookup("drugs", "STS") == "sodium thiosulfate"
        product = knowledge().products["unobtanium-patch"]
        assert (product.drug, product.routes) == ("unobtanium citrate", ("transdermal",))
        judged = judge_amount("unobtanium citrate", "transdermal", "amount per day", Range.point(2))
        assert judged.band == "usual"
        slip = judge_amount("unobtanium citrate", "transdermal", "amount per day", Range.point(2000))
        assert slip.proposals[0] == (Fraction(1, 1000), "2 mg/day")
        assert judge_amount("sodium thiosulfate", "intravenous", "amount per administration", Range.point(25)).proposals
    with pytest.raises(Refused):
        lookup("drugs", "UNO")


def test_a_folder_that_is_not_named_changes_nothing() -> None:
    assert "unobtanium citrate" not in names("drugs")
    assert "unobtanium citrate" in Knowledge(SECOND_DRUG).drugs


def test_a_bad_folder_tells_all_its_faults_at_once() -> None:
    with pytest.raises(BadInput) as bad:
        load_knowledge(BAD)
    told = [f"{Path(f.place.file).name}:{f.place.line}:{f.place.column} {f.field}: {f.rule}" for f in bad.value.faults]
    expected = (BAD / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert told == expected
    assert all(f.remedy for f in bad.value.faults)


def test_a_folder_that_is_none_is_told() -> None:
    with pytest.raises(BadInput, match="is not a folder"):
        load_knowledge(HERE / "nowhere")


@pytest.mark.parametrize("vocabulary", [v for v in PLACES if v != "amino_acids"])
def test_every_vocabulary_has_its_function(vocabulary: str) -> None:
    assert tuple(getattr(codes, vocabulary)()) == names(vocabulary)


def test_every_vocabulary_loads() -> None:
    known = load_knowledge()
    assert all(known.entries(vocabulary) for vocabulary in PLACES)


def test_nothing_is_read_before_it_is_asked_for() -> None:
    code = (
        "import resorb.codes as c; k = c.knowledge(); assert not k._trees; c.lookup('routes', 'IV'); print(*k._trees)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["sources.yaml", "routes.yaml"] or ran.stdout.split() == [
        "routes.yaml",
        "sources.yaml",
    ]
