"""Where facts come from and what they leave unsaid: places in the source, second-hand reading, salt, proposals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from resorb.checks.plausibility.said import said
from resorb.checks.registry import check
from resorb.codes import drugs
from resorb.tables.cells import read_cell
from resorb.tables.columns import NOT_REPORTED, Kind
from resorb.tables.schema import Course, Product, Proposal, StudyInfo, table
from resorb.tables.study import Study, ref_of
from resorb.values.findings import Finding, Refused, Verdict
from resorb.values.numbers import as_text
from resorb.values.units import same_dimension

_PUBLISHED = ("full text", "abstract", "second-hand")


@check(
    "facts-have-a-place",
    doc="Every fact of a published study says where in its source it stands.",
    source="every number of a report opens to its place",
)
def facts_have_a_place(study: Study) -> Iterator[Finding]:
    """Per published study: rows without ``where``, by table."""
    for info in study.rows(StudyInfo):
        if info.read not in _PUBLISHED:
            continue
        rows = [r for name, rs in study.tables.items() if name != "studies" for r in rs if r.study == info.id]
        origins = [(row, study.origin(ref_of(row))) for row in rows]
        without = [row for row, origin in origins if origin is None or not origin.where]
        if without:
            by_table = ", ".join(f"{n} of {name}" for name, n in Counter(r.table for r in without).items())
            message = f"{len(without)} of {len(rows)} rows do not say where in the source they stand: {by_table}."
            yield said(
                "facts-have-a-place", Verdict.FAILS, info, "", message, trace=tuple(ref_of(r) for r in without[:20]),
                suggestion="add `where:` (section, table, figure or page) to the row or above it",
            )  # fmt: skip
        elif rows:
            message = f"All {len(rows)} rows say where in the source they stand."
            yield said("facts-have-a-place", Verdict.HOLDS, info, "", message)


@check(
    "read-at-first-hand",
    doc="The facts of a study were read in its own report.",
    source="how the study was read, as the curator states",
)
def read_at_first_hand(study: Study) -> Iterator[Finding]:
    """Studies known only from another one's words."""
    for info in study.rows(StudyInfo):
        if info.read == "second-hand" or info.read_in:
            told = f" in {info.read_in}" if info.read_in else ""
            yield said(
                "read-at-first-hand", Verdict.ASSUMES, info, "read", f"This study was read second-hand{told}.",
                printed=info.read, assumption=f"that {info.read_in or 'the citing study'} tells it right",
            )  # fmt: skip
        elif info.read in ("full text", "own records"):
            yield said("read-at-first-hand", Verdict.HOLDS, info, "read", f"Read: {info.read}.", printed=info.read)


@check(
    "salt-stated",
    doc="A strength or dose says which salt or hydrate its mass is of.",
    source="salts and default salts of resorb.codes",
)
def salt_stated(study: Study) -> Iterator[Finding]:
    """Per product that has a mass: the salt stated, or the one assumed and why."""
    known = drugs()
    for product in study.rows(Product):
        drug = known.get(product.drug)
        if drug is None or len(drug.salts) < 2:
            continue
        if product.salt not in (None, NOT_REPORTED):
            message = f"The mass is of the {product.salt}."
            yield said("salt-stated", Verdict.HOLDS, product, "salt", message, printed=product.salt)
        elif (product.strength is not None or _has_mass(study, product)) and (salt := drug.salt()) is not None:
            others = [s for s in drug.salts if s.key != salt.key]
            ratio = "; ".join(
                f"1 g of {s.key} is {as_text(salt.molar_mass / s.molar_mass, 2)} g of {salt.key}" for s in others
            )
            yield said(
                "salt-stated", Verdict.ASSUMES, product, "strength" if product.strength else "",
                f"Which salt the mass is of is not said ({ratio}).",
                assumption=f"that it is {salt.label}: {drug.default_reason}",
            )  # fmt: skip


def _has_mass(study: Study, product: Product) -> bool:
    courses = study.of(Course, product.study, product=product.id)
    units = ("mg", "mg/kg", "mg/m2")
    return any(c.amount is not None and any(same_dimension(c.amount.unit, unit) for unit in units) for c in courses)


@check(
    "proposal-differs",
    doc="A proposed reading quotes what is printed and differs from it.",
    source="as printed and as meant are two things",
)
def proposal_differs(study: Study) -> Iterator[Finding]:
    """Each proposal against the cell it is about; where proposals were put in place, nothing is left to compare."""
    if study.reading != "as printed":
        return
    for proposal in study.rows(Proposal):
        row = study.find(proposal.study, proposal.of)
        if row is None:
            continue
        column = table(row.table).column(proposal.column.replace(" ", "_"))
        cell = getattr(row, column.name)
        try:
            meant, quoted = read_cell(column, proposal.read), read_cell(column, proposal.printed)
        except Refused:
            # What is printed may be outside the grammar; that is why it is proposed to be read otherwise.
            meant, quoted = proposal.read, proposal.printed
        printed = f"{proposal.printed} → {proposal.read}"
        cells = cell if isinstance(cell, tuple) else (cell,)
        written = {str(getattr(c, "printed", getattr(c, "text", c))) for c in cells}
        if column.kind in (Kind.REF, Kind.REFS):
            continue
        if _same(meant, quoted):
            message = f"The proposed reading {proposal.read!r} is what is printed."
            verdict, suggestion = Verdict.FAILS, "propose another reading, or take the proposal out"
        elif proposal.printed not in written and not any(_same(quoted, c) for c in cells):
            message = f"The proposal quotes {proposal.printed!r}; the cell holds {' | '.join(sorted(written))!r}."
            verdict, suggestion = Verdict.FAILS, "quote the cell as it stands"
        else:
            message, verdict, suggestion = f"{proposal.read!r} is proposed beside what is printed.", Verdict.HOLDS, None
        yield said("proposal-differs", verdict, proposal, "read", message, printed=printed, suggestion=suggestion)


def _same(one: object, other: object) -> bool:
    """Whether two cells say the same, whatever their spelling."""
    ends = ("low", "high", "unit", "basis", "value", "times_low", "times_high", "every", "anchor", "administrations")
    if type(one) is not type(other) or not hasattr(one, "printed"):
        return one == other
    return all(getattr(one, e, None) == getattr(other, e, None) for e in ends)
