"""What these checks say cannot be in the bundled papers: the known slips, and nothing else."""

from importlib.resources import files

from resorb.checks.registry import CHECKS, load
from resorb.sources.study_file import read_study
from tests.spec.checks_plausibility.studies import FAILS

KNOWN = {
    ("dystrophic-calcinosis-iv", "dose-unit", "12.5mg", "12.5 g"),
    ("nonuremic-calciphylaxis-iv", "dose-unit", "25mg", "25 g"),
    ("smith-2013", "dose-unit", "12.5mg/50ml", "250 mg/mL"),
    ("gunasekera-2017", "dose-unit", "12.5mg/50ml", "250 mg/mL"),
    ("nonuremic-calciphylaxis-iv", "lab-unit", "35ml/min/m2", "60.55 mL/min/1.73 m2"),
    ("hftc-topical-2016", "figure-letters-follow-time", "figure1i", None),
    ("hftc-topical-2016", "figure-letters-follow-time", "figure1l", None),
    ("baumgartner-nielsen-2016", "percent-reachable", "50%", "2/5 = 40.0 %, 3/5 = 60.0 %"),
}
FIVE = (
    "dystrophic-calcinosis-iv",
    "hftc-topical-2016",
    "intralesional-commentary-2017",
    "mayo-topical-2018",
    "nonuremic-calciphylaxis-iv",
)


def squeezed(printed: str | None) -> str:
    """As printed, whatever its spaces and capitals."""
    return "".join((printed or "").split()).lower()


def test_the_known_slips_of_the_five_papers_are_found_and_nothing_else() -> None:
    load()
    ours = [c for c in CHECKS.values() if c.run.__module__.startswith("resorb.checks.plausibility.")]
    found = set()
    for name in FIVE:
        study = read_study(files("resorb").joinpath("evidence", f"{name}.yaml").read_bytes(), f"{name}.yaml")
        for check in ours:
            for f in check.run(study):
                if f.verdict is FAILS:
                    found.add((f.about.study, f.check, squeezed(f.printed), f.computed))
    assert found == KNOWN
