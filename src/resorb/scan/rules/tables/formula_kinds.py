"""The ways in which a number of a table follows from others of its row, or from one of the row before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from resorb.reading.lazy import lazy

Numbers = Sequence[Fraction]


@dataclass(frozen=True)
class Formula:
    """How a number follows from others. ``sign`` writes it down."""

    takes: int
    of: Callable[[Numbers], Fraction | None]
    sign: str
    worked_out: bool = False
    """Whether only a head that tells so makes it believable."""


def ratio(top: Fraction, bottom: Fraction) -> Fraction | None:
    """A quotient; None of nothing."""
    return top / bottom if bottom else None


FORMULAS = (
    Formula(2, lambda n: n[0] + n[1], "{0} + {1}"),
    Formula(2, lambda n: n[0] - n[1], "{0} - {1}"),
    Formula(2, lambda n: n[0] * n[1], "{0} × {1}"),
    Formula(2, lambda n: ratio(100 * n[0], n[1]), "100 × {0} / {1}"),
    Formula(2, lambda n: ratio(100 * n[0], n[0] + n[1]), "100 × {0} / ({0} + {1})"),
    Formula(2, lambda n: ratio(100 * (n[1] - n[0]), n[0]), "100 × ({1} - {0}) / {0}"),
    Formula(2, lambda n: ratio(100 * (n[0] - n[1]), n[0]), "100 × ({0} - {1}) / {0}"),
    Formula(2, lambda n: ratio(n[0], n[1]), "{0} / {1}", worked_out=True),
    Formula(3, lambda n: n[0] + n[1] + n[2], "{0} + {1} + {2}"),
    Formula(3, lambda n: n[0] - n[1] - n[2], "{0} - {1} - {2}"),
    Formula(3, lambda n: n[0] + n[1] - n[2], "{0} + {1} - {2}", worked_out=True),
    Formula(4, lambda n: n[0] + n[1] - n[2] - n[3], "{0} + {1} - {2} - {3}", worked_out=True),
    Formula(3, lambda n: n[0] * n[1] * n[2], "{0} × {1} × {2}", worked_out=True),
    Formula(3, lambda n: ratio(n[0] * n[1], n[2]), "{0} × {1} / {2}", worked_out=True),
    Formula(3, lambda n: ratio(n[0] * n[1], 100 * n[2]), "{0} × {1} / 100 / {2}", worked_out=True),
)
CARRIED = (
    Formula(1, lambda n: n[0], "{0} carried over"),
    Formula(2, lambda n: n[0] + n[1], "{0} + {1}"),
    Formula(2, lambda n: n[0] - n[1], "{0} - {1}"),
    Formula(3, lambda n: n[0] + n[1] - n[2], "{0} + {1} - {2}"),
)
"""How a number follows from one of the row before, with what came and went."""
SYMMETRIC = tuple(f.sign for f in FORMULAS if f.sign.startswith(("{0} + {1}", "{0} × {1}")))
"""Signs whose first two terms may change places."""
_VOLUME, _RATE, _MINUTES = r"(?<![/\w])m[lL]\b(?!\s?/)", r"\bm[lL]\s?/\s?h\b", r"\bmin(?:ute)?s?\b"
BY_UNITS = tuple(
    (tuple(lazy(head) for head in heads), formula)
    for heads, formula in (
        ((_MINUTES, _VOLUME, _RATE), Formula(2, lambda n: ratio(60 * n[0], n[1]), "60 × {0} / {1}")),
        (
            (r"(?i)\bBMI\b|\bbody mass index\b", r"(?i)\bweight\b", r"(?i)\bheight\b[^a-z]*cm\b"),
            Formula(2, lambda n: ratio(10000 * n[0], n[1] ** 2), "10000 × {0} / {1}²"),
        ),
    )
)
"""What the units of heads make certain: the head of what follows, and those of the two it follows from."""
