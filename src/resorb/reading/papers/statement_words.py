"""Words of statements: what they speak of, of whom, and when; by these two statements are told to be of one thing."""

from __future__ import annotations

import re

from resorb.reading.kept import kept
from resorb.reading.lazy import lazy
from resorb.reading.papers.citations import stems

_I = re.IGNORECASE
_ONE_WORD = {
    stem: group.split()[0]
    for group in (
        "thios sts tst tsts natri", "heal heale heali close closu",
        "shran shrun shrin regre small reduc decre fell fall falls fallen decli dropp lower",

        "impro bette benef", "respo", "died die death dead morta fatal", "stopp stop disco withd", "relap recur",
        "women woman femal", "pain painf ache", "itch itchi pruri", "treat treated thera", "infus intraven",
        "injec intrales",
        "ointm cream gel cerat topic", "dialy hemod haemo", "infec sepsi", "rando alloc assig", "analy evalu assess",
        "inclu", "enrol recru", "articl paper publi", "adver side", "cured cure clear resol", "last durat",
        "follo", "took take recei given gave", "appli apply appl rubbe", "begin began start begun", "surv alive",
        "admis admit", "disch", "lesio", "ulcer wound", "nause", "irrit", "diagn", "prese", "years",
    )
    for stem in group.split()
}  # fmt: skip
_EMPTY = frozenset(
    """week weeks month day days year years baseli visit total overall whole cours our mg ml mmol twice once thrice
    three times weekl daily month every least most more less than about nearl almos only few half third quart perce
    group arm arms howev altho thoug becau since furth hence thus indee other first secon last later obser seen noted
    found recor occur met reach achie obtai came come made make abstr metho concl discu backg objec aim aims
    she his her him mrs mr our sodiu old lasti yield resul conta therap whole entir thank likel
    twent thirt forty fifty sixty seven eight ninet eleve twelv fourt fifte sixte hundr zero none what how
    been did does done very well still even again exact neith person people particip subje indiv cases adult""".split()  # noqa: SIM905
)


@kept
def words_of(text: str) -> frozenset[str]:
    """Content words cut to their stems, words of one meaning as one; no numbers, units or words of time."""
    return frozenset(_ONE_WORD.get(s, s) for s in map(_stem, _WORD.findall(text)) if s and s not in _EMPTY)


DRUGS = frozenset(
    {
        "thios",
        "ointm",
        "metab",
        "dilti",
        "warfa",
        "pamid",
        "acetaz",
        "cinac",
        "bispho",
        "minoc",
        "colch",
        "sevel",
        "lanth",
    }
)
"""Stems of what is given."""
_WORD = lazy(r"[^\W\d_]{3,}|\b[A-Z]{2}\b")
_LONG = ("intra", "hypoc", "hypop", "micro", "parti")
"""Beginnings that many words share: these are cut later."""


def _stem(word: str) -> str:
    lower = word.lower()
    return lower[:8] if lower.startswith(_LONG) else lower[:5] if len(word) < 3 or stems(word) else ""


STAT = lazy(
    r"\b(?P<median>medians?)|\b(?P<mean>means?|averag\w+)|\b(?P<range>range\w*|iqr|interquartile)\b|"
    r"\b(?P<sd>SD|SEM?|standard\s+deviation)\b|\b(?P<least>minimum|shortest|smallest|lowest|youngest|at\s+least|≥|>)|"
    r"\b(?P<most>maximum|longest|largest|highest|oldest|at\s+most|up\s+to|≤|<)",
    _I,
)
PLANNED = lazy(
    r"\b(?:plann?\w*|target\w*|protocol|intend\w*|schedul\w*|expect\w*|allow\w*|aim\w*|recommend\w*|usual\w*|assum\w+|"
    r"anticipat\w+|hypothe\w+|power|detect|needed|required|prescribed|ordered)\b",
    _I,
)
NOT = lazy(r"\b(?:not|no|never|without|neither|nor|fail\w+|unchanged|non-?\w{4,})\b", _I)
TOTAL = lazy(r"\b(?:total|cumulative|altogether|in\s+all(?=\s*(?:$|[|,;.)]))|overall|sum)\b", _I)
PER = lazy(
    r"\b(?:per|each|every|into\s+each|a|/)\s?(?P<per>lesion|patient|visit|session|injection|infusion|ulcer|nodule|site|kg|day|"
    r"week|month|dialysis|treatment|dose|limb|leg|finger)\b",
    _I,
)
_SMALL = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNTS = rf"\d{{1,3}}|{'|'.join(_SMALL)}"
TIME = lazy(
    rf"\b(?:(?P<first>first|one)[\s-](?P<unit3>year|month|week)|(?P<unit>week|month|day|year|visit|hour)s?\s+(?P<label>{_COUNTS})|"
    rf"(?:at|by|within|after|over|during|for|in)\s+(?P<span>{_COUNTS})[\s-](?P<unit2>day|week|month|year)s?|"
    r"(?P<base>baseline|entry|admission|presentation|diagnosis|onset|discharge|initially|at\s+first|before|previous\w*|"
    r"earlier|pre-?treatment)|(?P<later>after(?:wards)?|later|since|last|final|end|follow-?up|finally|still|then|"
    r"subsequent\w*|by))\b",
    _I,
)


def time_of(match: re.Match[str]) -> str:
    """What a match of :data:`TIME` names: "6 month" for "at month 6", "at six months" and "within six months"."""
    if match["first"]:
        return f"1 {match['unit3'].lower()}"
    number = (match["label"] or match["span"] or "").lower()
    if not number:
        return "base" if match["base"] else "later"
    number = str(_SMALL.index(number) + 1) if number in _SMALL else number
    return f"{number} {(match['unit'] or match['unit2']).lower()}"


GROUP = lazy(
    r"\b(?:(?P<resp>non-?responders?|responders?|survivors?|non-?survivors?|completers?)|"
    r"(?P<sex>(?<!\d )(?:women|men|girls|boys|females|males))|"
    r"(?P<child>(?<!\d )(?:children|adults|infants|adolescents|siblings))|"
    r"(?P<arm>placebo|vehicle|"
    r"(?<!of )(?<!in )(?<!normal )saline|controls?|"
    r"comparator|untreated|intervention|usual\s+care)|"
    r"(?P<form>cream|gel|ointment|paste)(?=\s(?:group|arm|users|side|\())|(?P<model>crude|(?:un)?adjusted)|"
    r"(?P<part>sub(?:set|group|sample))|(?P<rest>remaining|remainder|rest|others?|another|further|additional|alone|either)|"
    r"(?P<some>(?<!woman )(?<!man )(?<!boy )(?<!girl )(?<!child )(?:of|among|in)\s+(?:the\s+|our\s+|those\s+)?"
    r"(?:\d{1,4}|[a-z]+s|children|(?:wo)?men|one|two|five)(?:\s+\w+)?\s+(?:with|who|whose|without|on|not|in\s+whom))|"
    r"(?P<of>their(?=\s(?:mean|median|average))|(?:of|among)\s+(?:whom|which)|(?:^\s*|[,;|(]\s?|\d\s|(?:two|three|four|five|six|seven|eight|nine|ten)\s)"
    r"(?:of|among|in)\s+(?:these|those)|(?:of|among|in)\s+the\s+(?:latter|former))|"
    r"(?P<nth>(?:first|second|third|fourth|other)\s+(?:patient|case|group|course|phase|cycle|child|sibling|woman|man|half|"
    r"infusion|session))|"
    r"(?:cohort|study|group|arm|phase|cream|gel|centre|center|period|stage|grade|reader|rater|part)\s+(?P<letter>[A-D]|[1-9]|I{1,3})(?!\w)|"
    r"(?P<itt>per[\s-]protocol|intention[\s-]to[\s-]treat|ITT|safety\s+set|full\s+analysis)|"
    r"(?P<sev>severe|mild|moderate|serious|new|late|early|acute|chronic|renal|nonuraemic|nonuremic|uraemic|uremic))\b",
    _I,
)
CASE = lazy(
    r"\b(?:patients?|cases?|sibling|brother|sister|child|twin|girl|boy|pt|subject|participant|no)\.?\s*#?(?P<n>\d{1,2}|(?-i:[A-D])(?![\w.])|[a-d](?=[:,)]|\.?\s*$))(?!\s?[%/,.]\d|\w)",
    _I,
)
CHANGE = lazy(
    r"\b(?:increas\w+|escalat\w+|titrat\w+|doubled|halved|taper\w*|then|up\s+to|initial\w*|start\w*\s+(?:with|at|dose)|"
    r"maximum|switch\w*|lowered|raised|adjust\w*|reduc(?:ed|ing)\s+to|reduction\s+of\s+the\s+dose|resum\w+|restart\w*|"
    r"later|phases?|cycles?|respectively|instead|second\s+course|step\w*|from\s+week|until\s+week|thereafter|either|"
    r"versus|vs|compar\w+|alternat\w+|load\w+|mainten\w+|rang\w+|median|mean)\b",
    _I,
)
"""Words by which a dose or course is more than one."""
STAGES = {
    "screened": r"screen\w*|approach\w*|invit\w*|assess\w*\s+for|identif\w+|hits|records|found|retriev\w+|eligible|"
    r"duplicat\w+",
    "excluded": r"exclu\w+|lost|withdr\w+|left\s+out|drop\w*|refus\w+|declin\w+|removed",
    "randomised": r"randomi[sz]\w*|allocat\w*|assign\w*",
    "enrolled": r"enrol\w*|recruit\w*|entered|sample\s+size|took\s+part",
    "analysed": r"analy[sz]\w*|evaluab\w*|evaluated",
    "completed": r"complet\w*|finish\w*|remain\w*",
    "followed": r"follow\w*",
    "answered": r"answer\w*|replied|respond\w*|return\w*|questionnaire\w*",
    "treated": r"treat\w*|inject\w*|given|received|used|infus\w*|appl\w*|underwent|got",
    "reviewed": r"includ\w*|review\w*|studied|study|describ\w*|report\w*|present\w*|series|concern\w*|cohort|"
    r"participat\w*|charts?",
}
"""Steps at which a study counts its patients, by the words for them."""
_STAGES = {name: lazy(rf"\b(?:{words})\b", _I) for name, words in STAGES.items()}


def stages(text: str) -> frozenset[str]:
    """The steps that a text speaks of."""
    return frozenset(name for name, pattern in _STAGES.items() if pattern.search(text))
