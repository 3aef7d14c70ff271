"""A seeded sample of the fuzzer in every test run; ``python -m tests.fuzz.study_files`` is the long one."""

from resorb.sources.study_file import read_study
from tests.fuzz.study_files import bundled, mutants, try_all


def test_what_is_mutated_reads_as_it_is() -> None:
    for raw in bundled():
        assert read_study(raw, "original.yaml").ids


def test_mutants_are_the_same_on_every_run() -> None:
    assert list(mutants(1, 10, 5)) == list(mutants(1, 0, 20))[10:15]


def test_mutated_study_files_end_in_places_and_remedies() -> None:
    tally = try_all(mutants(seed=1, first=0, n=500))
    assert tally.wrong == []
    # the mutations bite, and some still leave a study to check
    assert tally.seen["refused"] > 250
    assert tally.seen["read"] > 25


def test_the_fuzzer_sees_a_traceback() -> None:
    def broken() -> None:
        raise ZeroDivisionError

    from tests.fuzz import study_files

    tally = study_files.Tally()
    study_files._try_one(7, bundled()[0], lambda _: broken(), tally)
    assert tally.seen["traceback"] == 1
    assert tally.wrong[0].startswith("7: ZeroDivisionError")
