"""Read ahead: import and compile what reads products and notes while the database takes the first steps.

The database lets go of the interpreter while it works, so that another thread can get ready what is needed next.
Nothing comes of it but that: one product and one note made of the protocol's own words are read, and what they say is
dropped.
"""

from __future__ import annotations

from contextlib import suppress
from threading import Thread

from resorb.records.protocol import Protocol


def start_reading_ahead(protocol: Protocol) -> Thread:
    """Begin to read ahead, in a thread that ends by itself."""
    thread = Thread(target=_read_one_of_each, args=(protocol,))
    thread.start()
    return thread


def _read_one_of_each(protocol: Protocol) -> None:
    with suppress(Exception):  # whoever needs what cannot be read meets the same error, and tells of it
        from resorb.records.notes import NoteReader
        from resorb.records.supplies import KindOfRecord, read_product

        words = protocol.words
        drug, target, site = (next(iter(listed), "it") for listed in (words.drug, words.target, words.sites))
        kind = KindOfRecord(0, None, f"{drug} 25% ointment 60 g", None, None, "g", f"{drug} daily")
        read_product(kind, protocol.products, (drug,))
        list(NoteReader(protocol).read(f"The {target} of the {site} is smaller since {drug}. There is no {target}."))
