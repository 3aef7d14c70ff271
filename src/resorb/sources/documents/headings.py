"""Headings, captions and run-in headings, by their words."""

from __future__ import annotations

import re

HEADINGS = frozenset("""
    abstract|summary|background|introduction|objective|objectives|aim|aims|design|setting|patients|participants|methods|
    materials and methods|material and methods|methods and materials|patients and methods|subjects and methods|
    subjects, materials, and methods|statistical analysis|statistics|treatment|
    intervention|interventions|results|report|case report|case reports|case|cases|case synopsis|case presentation|
    case description|case series|results and discussion|
    discussion|comment|comments|conclusion|conclusions|limitations|references|bibliography|literature|literature cited|
    works cited|acknowledgements|acknowledgments|
    learning points|practice points|key points|funding|conflict of interest|conflicts of interest|disclosures|
    supplementary material|study protocol|data availability|author contributions|ethics|
    outcomes|follow-up|assessment|plan|impression|history|medications|labs|laboratory|protocol|dosing|eligibility|
    inclusion criteria|exclusion criteria|letter|to the editor|main outcomes|measurements|context|hospital course|
    physical examination|past medical history|discharge medications|legend|legends|figure legend|figure legends
""".replace("\n", "").replace("    ", "").split("|"))  # fmt: skip
REFERENCE_HEADINGS = frozenset(
    ("references", "bibliography", "reference", "literature", "literature cited", "works cited", "reference list")
)
_HEADING_LINE = re.compile(r"(?:#{1,6}\s+)?(?:\d+(?:\.\d+)*\.?\s+)?(?P<name>[^\W\d][^\n]{0,70}?)\s*[:.]?\s*#*$")
CAPTION = re.compile(
    r"(?:legends?\s+(?:to|of|for)\s+(?:the\s+)?)?"
    r"(?P<label>(?:(?:supplementary|supplemental|appendix|online)\s+)?e?(?:table|figure|fig\.?|box|chart|scheme)\s*"
    r"(?:(?:[A-Z]?\d{1,2}[A-Z]?|[IVX]{1,4})\b|\d{1,2}(?=(?-i:[A-Z][a-z]))))(?:\s+legend\b)?"
    r"(?P<after>\s*[.:|–—-]|\s+(?=(?-i:[A-Z(\[]))|(?<=\d)(?=[^\W\d_])|$)",
    re.IGNORECASE,
)
_RUN_IN = re.compile(
    r"(Abstract|Background|Context|Objectives?|Aims?|Design|Patients or Other Participants|Methods|Interventions?|"
    r"Results|Conclusions?|Discussion|Introduction|Case (?:report|synopsis|presentation))\s?[:.—–-]\s"
)


def is_heading(line: str) -> bool:
    """Whether a line is one of the headings of papers, protocols and notes, and nothing else."""
    if len(line) > 120:
        return False
    match = _HEADING_LINE.match(line.strip("*_ "))
    return match is not None and line[-1] != "." and match["name"][0].isupper() and match["name"].lower() in HEADINGS


def run_in_heading(text: str) -> str:
    """The heading a paragraph begins with (``Results: ...``), in lower case; empty when there is none."""
    match = _RUN_IN.match(text)
    return match[1].lower() if match else ""


def label_of(caption: str) -> str:
    """``Table 2`` for a caption that begins so, in one spelling; empty when it is none."""
    match = CAPTION.match(caption)
    if match is None:
        return ""
    words = " ".join(match["label"].split())
    word, _, number = re.sub(r"(?i)\bfig(?:\.|\b)\s?", "Figure ", words).rpartition(" ")
    return f"{word.strip().capitalize()} {number}".strip()
