"""What "as proposed" means: the proposed reading stands in place of the printed one, and nothing else changes."""

from __future__ import annotations

from resorb.sources.study_file import read_study
from resorb.tables.schema import Condition, Course
from resorb.tables.study import as_proposed

_STUDY = """
study: signs-lost
design: case report
report: selected case
read: full text
products: {iv: {drug: sodium thiosulfate, route: intravenous}}
patients:
  P1:
    conditions:
      - {is: HHS, variants: [c.803_804insC, c.1626?1G?A, g.16075G?A]}
    courses: {c1: {product: iv, amount: 25mg}}
proposals:
  - {of: P1.c1, column: amount, printed: 25mg, read: 25 g, because: infusions are 12.5 to 25 g}
  - {of: P1.conditions.1, column: variants, printed: c.1626?1G?A, read: c.1626+1G>A, because: signs lost}
  - {of: P1.conditions.1, column: variants, printed: g.16075G?A, read: g.16075G>A, because: sign lost}
"""


def test_a_proposal_replaces_one_value() -> None:
    printed = read_study(_STUDY, "signs-lost.yaml")
    (as_printed,), (as_meant,) = printed.rows(Course), as_proposed(printed).rows(Course)
    assert as_printed.amount is not None
    assert as_meant.amount is not None
    assert (as_printed.amount.printed, as_meant.amount.printed) == ("25mg", "25 g")
    assert as_meant.amount.to("mg") == (25_000, 25_000)


def test_in_a_list_each_proposal_replaces_its_own_item_and_the_others_stay() -> None:
    (condition,) = as_proposed(read_study(_STUDY, "signs-lost.yaml")).rows(Condition)
    assert condition.variants == ("c.803_804insC", "c.1626+1G>A", "g.16075G>A")
