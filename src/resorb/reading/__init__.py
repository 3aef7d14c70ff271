"""Floor 3: understanding words: a dose as people write it, with everything that was not understood named.

``read_dose(text)`` reads; nothing is guessed, and what the grammar does not know stands in ``unread``.
"""
