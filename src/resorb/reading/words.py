"""Words that carry no quantity: the reader understands them and passes over them."""

from __future__ import annotations

_PASSED_OVER = """
a about administered administration after an and application applications applied apply approximately are as at
average be been being body by case corresponding course courses de delivered des diluted dispensed dosage dose dosed
doses dosing drug du during each et first for from gave give given had has have he her his in infuse infused infusion
infusions inject injected injection injections into is it la le les lesion lesions mean medication next of on overall
patient patients per performed preparation prescribed prescription product received receives receiving regimen session
sessions she skin solution started take taken that the their them therapy they this to total treat treated treatment
un une use used using utilised utilized was were which who with
"""
PASSED_OVER = frozenset(_PASSED_OVER.split())
PUNCTUATION = frozenset(".,;:()[]-–—‐‑−'\"“”‘’…")

CHILD = frozenset("child children infant infants neonate paediatric pediatric boy girl toddler".split())  # noqa: SIM905
"""Words that make a dose a child's."""
_INSTEAD = "but from instead limit max maximum minimum never no not other previously than vs versus without"
NOT_GIVEN = frozenset(_INSTEAD.split())
"""Words before an amount that is not what was given."""


def is_known(word: str) -> bool:
    """Whether a word or sign says nothing about a dose and may be passed over."""
    return word in PUNCTUATION or word.lower() in PASSED_OVER
