"""Scan texts in a process of its own: JSON of texts comes in, JSON of what it took goes out (as medspacy_worker.py)."""

import json
import sys
import time

from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain


def scanned(text: str) -> int:
    """How many findings there are on a text, those that hold among them."""
    return len(scan_document(read_plain(text, "note.txt")).marks)


given = json.load(sys.stdin)
for warm in given["warm"]:
    scanned(warm)
start = time.process_time()
matches = sum(scanned(text) for text in given["texts"])
print(json.dumps({"cpu_s": time.process_time() - start, "matches": matches}))
