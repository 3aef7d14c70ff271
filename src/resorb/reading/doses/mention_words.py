"""Words around a dose in running text: routes, what may stand between a dose and its drug, children and animals."""

from __future__ import annotations

import re

from resorb.reading.lazy import lazy

_I = re.IGNORECASE
_DIALYSIS = r"(?:h(?:a)?emodialysis|dialysis|HD)"
_LESION = (
    r"(?:lesions?|nodules?|plaques?|deposits?|papules?|mass(?:es)?|calcifications?|ulcers?|tumou?rs?|sites?"
    r"|concretions?)"
)
_SOME = r"(?:the|each|every|both|one|two|three|four|five|six|\d+)"
ROUTES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "intravenous",
        lazy(r"\bintra-?venous(?:ly)?\b|\bi\.?v\b|\bIVP?B?\b|\binto a (?:peripheral )?vein\b|\bintraveineu\w+", _I),
    ),
    (
        "intralesional",
        lazy(
            rf"\bintra-?lesional(?:ly)?\b|\bIL\b|\b(?:sub|peri)lesional(?:ly)?\b"
            rf"|\binto {_SOME}(?: (?:\w+ )?of the)?(?: \w+){{0,3}} {_LESION}\b"
            r"|\b\d{2}[- ]?(?:gauge|G) needles?\b|\b(?:per|each|every) (?:lesion|nodule|plaque|deposit|site|papule)\b"
            rf"|\binfiltrated\b|\b(?:each|every|per) (?:[\w-]+ )?(?:{_LESION}|edge)\b"
            r"|\binjected\b(?= (?:directly |again )?(?:into|in|beneath|under|at|around) )"
            rf"|{_LESION} (?:was|were) (?:each )?injected\b|\btuberculin syringe\b",
            _I,
        ),
    ),
    ("intradermal", lazy(r"\bintra-?dermal(?:ly)?\b", _I)),
    ("subcutaneous", lazy(r"\bsubcutaneously\b|\bs\.c\.|\bSC\b")),
    (
        "topical",
        lazy(
            r"\btopical(?:ly)?\b|\b(?:ointments?|creams?|cerates?|lotions?|pomades?|pastes?|compress(?:es)?|soaks?)\b"
            r"|\b(?:occlusion|rubbed|gels?)\b|\bappl(?:y|ied|ies|ication|ications|ying)\b",
            _I,
        ),
    ),
    (
        "oral",
        lazy(r"\boral(?:ly)?\b|\bby mouth\b|\bper os\b|\bp\.o\.|\bPO\b|\bcapsules?\b|\bswallow\w*\b", _I),
    ),
    (
        "intraperitoneal",
        lazy(
            r"\bintra-?peritoneal(?:ly)?\b|\bi\.p\.|\bIP\b|\bdwell\b|\binstilled\b|\b(?:dialysate|exchange) bags?\b"
            r"|\b(?:\d ?L|long|overnight|single|one) exchange\b",
            _I,
        ),
    ),
    (
        "other",
        lazy(
            r"\bintra-?(?:tympanic|articular|muscular|osseous|thecal|vesical|nasal)(?:ly)?\b|\binhal(?:ed|ations?)\b"
            r"|\bnebuli[sz]ed\b|\b(?:given|treated|injected|applied) locally\b"
            r"|\blocal(?:ly)? (?:injec\w+|given|applied)\b",
            _I,
        ),
    ),
)
"""Words that say a route, by its key."""
INTO_A_VEIN = lazy(
    r"\binfus(?:e|es|ed|ion|ions|ing)\b|\bdrip(?:ped)?\b|\bbolus\b|\b(?:intra)?venous (?:line|chamber"
    r"|catheter)\b|\bD5W\b"
    r"|\b(?:after|following|post|with|during|at|on|each|every|per|of)[ -]"
    rf"(?:the |an? |each |every |all |his |her |their ){{0,3}}(?:[\w-]+ )?{_DIALYSIS}\b"
    rf"|\b(?:half|part|quarter|last|min|minutes|h|hour|hr)s?,? (?:of )?(?:the |each )?HD\b|\b(?:slow|short) infusion\b"
    r"|\b(?:by|through|via|into)\s+(?:(?:the|a|his|her|their)\s+)?(?:[\w-]+\s+){0,2}?(?:vein|line|fistula|port"
    r"|catheter|shunt)\b"
    rf"|\bqHD\b|\b{_DIALYSIS} (?:sessions?|treatments?|days?)\b|\b(?:per|each|every) session\b",
    _I,
)
"""Words that imply a vein: an infusion, a dose given with dialysis."""
CAPITALS = ("IV", "IL", "IP", "SC", "PO", "HD", "IVP", "qHD", "iv", "i.v", "gel", "Gel")
"""How the short names of routes are printed."""
BEFORE_NAME = lazy(
    r"(?:\s*(?:infusions?|doses?|injections?|treatments?|bags?)(?=\s+of\b))?"
    r"\s*(?:\)\s*)?(?:of\s+|de\s+|d')?(?:(?:the|an?|total|iv|i\.v\.|il|po|ip|sc|intravenous|intralesional|intradermal"
    r"|topical|oral|intraperitoneal|adjunctive|undiluted|compounded|commercial|pure|active|generic|injectable|sterile"
    r"|daily|weekly|adjuvant|additional|further)[\s,]+){0,3}",
    _I,
)
"""What may stand between a dose and the name of its drug behind it."""
FOR_NAME = lazy(r"\s*for\s+(?:the\s+)?", _I)
"""Such as "25 g for thiosulfate and 30 mg for cinacalcet": the name ends the phrase."""
IN_A_LIST = lazy(r"\s*(?:,|,?\s*(?:and|or|then|and then|to|later|followed by)|/|-|–)\s*", _I)
"""What joins the doses of one drug: "4 mg, then 8 mg of ondansetron"."""
OF_WHAT = lazy(r"\s+(?:of|de)\s+(?:(?:the|an?|this|that|his|her|its|their)\s+)?(?P<word>[A-Za-z][A-Za-z-]+)", _I)
"""What a mass is said to be of."""
WORD_BEFORE = lazy(r"(?P<word>\b[Vv]it(?:amin)?\.?\s?[A-K]\d{0,2}\b|[A-Za-z][A-Za-z-]{2,})\s*[:(=,]?\s*$")
MODIFIERS = ("ly", "ed", "ing", "ous", "al", "en")
"""Endings of adjectives, adverbs and verbs: no names of drugs."""
CHILD = lazy(
    r"\b(?:child|children|infants?|neonates?|paediatric|pediatric|boys?|girls?|toddlers?|juvenile|newborns?"
    r"|adolescents?)\b"
    r"|\b(?:[1-9]|1[0-7])[ -](?:year|yr|month)s?[ -]old\b|\b(?:[1-9]|1[0-7])[ -]?yo\b",
    _I,
)
ANIMAL = lazy(
    r"\b(?:rats?|mice|mouse|murine|rabbits?|pigs?|piglets?|dogs?|animals?|in vitro|ex vivo|cells?|culture|medium"
    r"|zebrafish|guinea)\b",
    _I,
)
GENERIC = frozenset(
    """
    active agent anhydrous cerate compound cream drug each either formulation gel infusion intralesional intravenous
    it lotion medication medicine mixture ointment oral paste pentahydrate pomade preparation product salt solution
    stock study substance them this topical total treatment vial which
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
"""What a mass may be of without being another drug's."""
NO_NAMES = frozenset(
    """
    today tonight yesterday now then
    a about above active additional administered adult adults after again against agent all also amount amounts
    ampoule ampoules an and anhydrous any apply approximately approximates are arm around as at average away bag
    bags base be been before being between bid bolus both bottle bottles boy bp but by came can cap capped cautious
    ceiling cerate child children come compared concentration contain contains content contents could course courses
    cream cumulative cut cycle cycles daily day days dialysis did do does dosage dosages dose doses doubling drew
    drop dropped drug during each early either ep equal equalling equals escalated every exactly exceed exceeds
    extra fell felt first fixed flat for fortnightly fri friday from full further gave gel get gets girl give given
    gives got gram gramme grammes grams had haemodialysis half has have hd he held hemodialysis her high higher his
    hold holds hour hours i.e if il in increments infuse infusion infusions initial initially inj inject injection
    injections intervention intradermal intradermally intralesional intravenous intravenously ip is it iv jar jars
    just keep kept label labelled last late latter least left less level limit limits load loading lotion low lower
    maintenance make makes man mass maximum may mean means median medication medicine men met mg might minimum
    modest mon monday month monthly months more most must mwf namely near nearly never next nightly no not nurse
    nurses of ointment on once one only option or orally over overall patient patient's patients pentahydrate per
    phase planned plus po prescribed protocol put qid quantity quarterly raise ran range reach receive received
    receives regimen remaining right rose roughly route run salt same sat saturday sc schedule scheme second see
    sent session sessions shall she single solution some soon standard start started starting stat stayed step
    strength sun sunday supply syringe syringes take takes target test than that the then thereafter these they
    third this three thu thursday tid tier tiw to took topical topically total treatment tts tube tubes tue tuesday
    twice two under until up use used using usp usual versus vial vials volume vs was we wed wednesday week weekly
    weeks went were when where wherein which while who whom whose will with within woman women would yet
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
"""Words that may stand right before a dose and name no drug."""
