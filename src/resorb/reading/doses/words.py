"""Words that carry no quantity: the reader understands them and passes over them."""

from __future__ import annotations

import re

from resorb.reading.lazy import lazy

_PASSED_OVER = """
a about administered administration after all also an and application applications applied apply approximately are as at
average be been being body by case compound corresponding containing contains course courses de delivered des
diluted dispensed divided dosage dose dosed doses dosing drip drug du during each et first for from
gave give given had has have he her his in induction infuse infused infusion infusions initial initially inject injected
injection injections into is it itself la le les lesion lesions loading maintenance mean medication nb next of on only
overall over patient patients per performed post preparation prescribed prescription product push pushes received
receives receiving regimen session sessions she site sites skin slow slowly solution solutions start started starting
strength taken that the their them therapy they this to total treat treated treatment treatments un une use used using
utilised utilized via was were which who with then stopped thereafter afterwards subsequently discontinued ceased
take takes bolus infiltrated infiltration
concentration volume mixture made up plus undiluted vehicle base run compounded
 test continuous rx sig route frequency duration i.e e.g namely
adult adults children child infant infants neonate paediatric pediatric boy girl toddler
à au aux avec chez dans donner dosage du en enfant enfants par pour soit solution traitement puis
appliquer application applications chaque perfusion perfusions perfusé injection injections séance séances
"""
PASSED_OVER = frozenset(_PASSED_OVER.split())
PUNCTUATION = frozenset("=.,;:()[]-–—‐‑−'\"“”‘’…")

CHILD = frozenset("child children infant infants neonate paediatric pediatric boy girl toddler".split())  # noqa: SIM905
"""Words that make a dose a child's."""
_INSTEAD = "but from instead limit max maximum minimum never no not other previously than vs versus without"
NOT_GIVEN = frozenset(_INSTEAD.split())
"""Words before an amount that is not what was given."""


FRENCH = lazy(r"\b(?:fois|par|pendant|jours?|semaines?|mois|puis|dans|toutes|tous|thiosulfate de)\b", re.IGNORECASE)
"""Words by which a text is French, where a comma is a decimal comma."""


def is_known(word: str) -> bool:
    """Whether a word or sign says nothing about a dose and may be passed over."""
    return word in PUNCTUATION or word.lower() in PASSED_OVER
