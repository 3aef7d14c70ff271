# ruff: noqa: E501 - one phrase a line
"""Words by which notes say what became of a lesion, each with its term of findings.yaml.

Phrases stand in order: where two begin at the same place the first is taken, and what one has taken no other reads
("not resolved" is not "resolved", "almost gone" is not "gone"). ``None`` marks a phrase that only looks like an outcome.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from resorb.reading.lazy import lazy

_NOT = r"(?:not|n['’]t|never|cannot|no|without)"
_LITTLE = r"(?:\s+(?:yet|been|be|any|much|really|clear|further|visible|significant|real|\w+ly|longer\s+any|so\s+far|a|in|become|obvious))*"
_GONE = r"(?:resolv\w+|resolution|gone|go\s+away|went\s+away|clear(?:ed|ing|s)?|disappear\w*|vanish\w*|dissolved?)"
_LESS = r"(?:smaller|decreas\w+|reduc\w+|diminish\w*|shr[aiu]nk\w*|flatter|regress\w*)"
_MORE = r"(?:larger|bigger|increas\w+|gr[eo]w\w*|progress\w*|worse\w*|enlarg\w+|deteriorat\w+)"
_HELP = r"(?:improve\w*|better|help\w*|chang\w+|respon[ds]\w*|effect(?:ive)?|benefi\w+|difference|work(?:ed|s|ing)?)"

PHRASES: tuple[tuple[str | None, bool, str], ...] = (
    ("not assessed", False, r"(?:cannot|can\s+not|could\s+not|can['’]t|couldn['’]t)\s+(?:yet\s+|now\s+)?be\s+(?:judged|assessed|told|evaluated|determined|measured)"),
    ("not assessed", False, r"too\s+(?:early|soon)\s+to\s+(?:tell|judge|say|assess)|(?:difficult|hard|impossible)\s+to\s+(?:tell|judge|assess)"),
    ("not assessed", False, r"(?:is|was|remains?)\s+(?:still\s+|yet\s+|as\s+yet\s+)?(?:uncertain|unknown|unclear|indeterminate|not\s+(?:yet\s+)?(?:known|clear|certain|established))"),
    ("not assessed", False, r"(?:not|n['’]t)\s+(?:yet\s+|been\s+)*(?:assessed|evaluated|examined|re-?assessed)"),
    (None, False, rf"{_NOT}(?:\s+\w+){{0,2}}?\s+(?:recur\w*|relaps\w*|re-?appear\w*|come\s+back|came\s+back|new)\b"),
    ("recurred", False, r"recurred|recurrences?|recurring|relapsed?|re-?appeared|(?:come|came|coming)\s+back|(?:has|have)\s+returned|grown\s+back|(?:is|are)\s+back(?!\s+(?:to|from|for|at|on))"),
    ("almost resolved", False, rf"(?:almost|nearly|virtually|practically)\s+(?:all\s+|completely\s+|entirely\s+|fully\s+)*{_GONE}"),
    ("decreased", False, rf"(?:not\s+(?:completely|fully|entirely)|incompletely|partially|partly)\s+{_GONE}|(?:partial|incomplete)\s+(?:response|resolution|remission)"),
    ("resolved", False, r"no\s+longer\s+(?:be\s+)?(?:felt|palpable|visible|seen|present|there|detectable|evident)|complete\s+(?:response|remission|resolution)"),
    ("resolved", False, r"no\s+(?:residual|remaining)\b|(?:no\s+(?:\w+\s+){1,2}|nothing\s+|none\s+)(?:is|are|was|were)\s+(?:left|remaining)"),
    ("unchanged", True, rf"{_NOT}{_LITTLE}\s+{_GONE}"),
    ("unchanged", True, rf"{_NOT}{_LITTLE}\s+(?:{_HELP}|{_LESS}|{_MORE})"),
    ("much decreased", False, rf"(?:much|markedly|dramatically|substantially|far|considerably|greatly)\s+{_LESS}|(?:marked|dramatic|substantial|considerable)\s+(?:reduction|decrease)"),
    ("slightly decreased", False, rf"(?:slightly|somewhat|minimally|a\s+(?:little|bit))\s+{_LESS}|slight\s+(?:reduction|decrease)"),
    ("decreased", False, r"smaller|decreased|decreasing|decrease(?=\s+(?:in|of))|reduc(?:ed|tion)|diminished|shr[au]nk(?:en)?|shrinking|shrinkage|flatter|regress(?:ed|ion|ing)|halved"),
    ("unchanged", False, r"unchanged|(?:the\s+|of\s+)?same(?=\s+size|\s+as)|stable|stationary"),
    ("unchanged", True, r"persist(?:s|ed|ing|ent|ence)?"),
    ("increased", False, r"larger|bigger|increased|increasing|increase(?=\s+(?:in|of))|grown|grew|growing|enlarg(?:ed|ing|ement)|more\s+extensive"),
    ("progressed", False, r"progress(?:ed|ing|ion)"),
    ("worsened", False, r"wors(?:e|ened|ening)|deteriorat(?:ed|ion|ing)"),
    ("new lesions", False, r"new\s+(?:calcified\s+|calcific\s+)?(?:lesions?|deposits?|nodules?|plaques?|calcifications?|calcinosis|areas?)"),
    ("resolved", False, r"resolved|(?<!high )(?<!high-)resolution|gone(?!\s+(?:to|through|up|on|from))|disappear(?:ed|ance)|cleared(?!\s+(?:for|by|to))|vanished|went\s+away|dissolved"),
    ("healed", False, r"healed|complete\s+healing"),
    ("improved", False, r"improv(?:ed|ing|ement|es)|better|respond(?:ed|ing|s)|help(?:ed|s|ful)|effective|work(?:ed|ing|s)\s+(?:well|nicely)|soft(?:er|ened)|less\s+(?:prominent|palpable|visible|noticeable)"),
)  # fmt: skip
"""Finding, whether it gives way to another of the same sentence, pattern."""

_OUTCOME = rf"\b(?:{'|'.join(rf'(?P<f{n}>{p})' for n, (_, _, p) in enumerate(PHRASES))})"
"""All phrases as one pattern; the group's number is the phrase's place. That a word must begin is asked once for all of
them, since most places are inside a word."""
_AS_IT_IS, _IN_ANY_CASE = lazy(_OUTCOME), lazy(_OUTCOME, re.IGNORECASE)


def outcome_phrases(text: str) -> Iterator[re.Match[str]]:
    """The phrases of outcome in a text, in any case; the places in small letters are those in the text."""
    # Looking for small letters only is twice as fast; beyond ASCII they may be more or fewer than the capitals.
    return _AS_IT_IS.finditer(text.lower()) if text.isascii() else _IN_ANY_CASE.finditer(text)


OF_TREATMENT = lazy(
    rf"{_HELP}|{_NOT}.*{_HELP}|.*uncertain|.*unknown|.*not\s+(?:yet\s+)?(?:known|clear)|.*to\s+(?:tell|judge|say|assess)",
    re.IGNORECASE,
)
"""Outcomes that may be said of the treatment itself: "the ointment has not helped"."""
IN_OR_OF = lazy(r"\s+(?:in|of|to|for|at|on)\b", re.IGNORECASE)
LESION = r"(?:lesions?|nodules?|deposits?|plaques?|lumps?|papules?|concretions?|stones?)"
"""Words for what a lesion is; they mean the target only where the sentence, or the one before, names target or drug."""
RIVAL = (
    r"(?:raynaud\w*|rash(?:es)?|pains?|ulcers?|ulcerations?|joints?|cough|weight|fatigue|dyspn\w+|myositis|strength|weakness"
    r"|stiffness|tightness|itch\w*|prurit\w+|swelling|erythema|redness|symptoms|thickening|fever|pressure|wounds?|infections?"
    r"|sleep|mood|appetite|function|mobility|arthritis|tinea|reflux|telangiectasias?|creatinine|kinase|anaemia|anemia"
    r"|inflammation|discharge|drainage|tenderness|discomfort|irritation|dermatitis|sclerodactyly|skin\s+score|disease)"
)
"""Other things of which notes say that they improved: an outcome after such a word is that word's."""
ELSEWHERE = lazy(
    r"\b(?:vascular|coronary|aortic|arterial|valvular|valve|annular|mammary|breast|renal|kidney|hepatic|splenic|pancreatic"
    r"|pineal|dystrophic\s+valvular|granuloma\w*)\s+(?:artery\s+|wall\s+)?$",
    re.IGNORECASE,
)
"""Words before a target word that make it another kind of calcification than a protocol of the skin looks for."""
NOT_SKIN = lazy(r"\s+(?:lymph\s+node|granuloma|fibroid|tendin|aort|valve|arter|vessel|pleura)", re.IGNORECASE)
"""Words behind it that do."""
