# ruff: noqa: E501 - one cue a line
"""Cues by which a sentence says that what it names is denied, past, of a relative, supposed, or of another treatment.

Rules of our own (their classes and the idea of a cue with a reach follow NegEx and ConText: J Biomed Inform
2001;34:301-10 and 2009;42:839-51). Each line: class, reach, the words a cue may begin with, and the pattern of the rest.
Among cues that begin with the same word the first that matches counts; lines of the class ``none`` are phrases that
look like a cue and are not ("no change", "her mother reports").
"""

from __future__ import annotations

NEGATED, HISTORICAL, FAMILY, HYPOTHETICAL, OTHER_DRUG, PRESENT = (
    "negated", "historical", "family", "hypothetical", "other drug", "present",
)  # fmt: skip
NONE = "none"


def word_set(words: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(words.split())


AHEAD = "ahead"
"""From the cue on, until a new clause or a preposition that begins something else ("no irritation | with STS")."""
ONWARD = "onward"
"""From the cue on, to the next contrast ("but", a semicolon, "now")."""
BACK = "back"
"""What stands before the cue in its clause."""
BOTH = "both"
"""What stands before the cue in its clause, and what :data:`AHEAD` reaches."""
CLAUSE = "clause"
"""The clause the cue stands in, and what follows up to the next contrast."""
SENTENCE = "sentence"
"""From contrast to contrast."""
WHOLE = "whole"
"""The whole sentence."""
NEXT = "next"
"""Only what stands right behind the cue, with up to three words between."""

_A = r"(?:\s+(?:clinically|currently|yet|ever|been|any|definitely|clearly|really|actually|at\s+all|since|otherwise|so\s+far))*"
_SEEN = (
    r"(?:suspected|seen|found|present|identified|noted|visible|palpable|detected|detectable|demonstrated|evident"
    r"|appreciated|observed|apparent|felt|shown|confirmed|likely|reported|recorded|mentioned|the\s+cause)(?!\s+to\s+(?:be|have))"
)
_GIVEN = (
    r"(?:given|used|started|prescribed|applied|tried|administered|dispensed|obtained|available|approved|covered"
    r"|needed|indicated|required|recommended|offered|accepted|wanted|tolerated|taken|received|filled|begun|initiated"
    r"|ordered|picked\s+up|an\s+option|considered)(?!\s+(?:as|to\s+the\s+affected|for\s+(?:a\s+)?(?:few|some|\d)))"
)
_EFFECT = (
    r"(?:change[sd]?|increase|decrease|improvement|response|effect|benefit|progress(?:ion)?|growth|shrinkage|difference"
    r"|reduction|recurrence|worsening|resolution|help|success|relief)"
)
_FUTURE = r"(?:send|start|begin|try|consider|discuss|need|request|propose|offer|order|initiate|add|reconsider|switch|change|be\s+(?:started|tried|considered|given|offered|prescribed|added|requested|needed))"
_KIN = (
    r"(?:mother|father|sister|brother|aunt|uncle|cousin|niece|nephew|grandmother|grandfather|grandparents?|daughter|son"
    r"|sibling|parent|twin|husband|wife|spouse|partner|relative|mom|dad)(?:s|es)?"
)
_TELLS = (
    r"\b[\w\s,()-]{0,25}?\b(?:reports?|reported|says?|said|notes?|noted|notices?|noticed|states?|stated|thinks?|feels?|felt|finds"
    r"|appl(?:y|ies|ied)|helps?(?:ed)?|puts?|brought|brings|called|calls|asks?|asked|wants?|wishes|wonders?|worries|is\s+worried"
    r"|confirms?|describes?|denies|observed?|observes|sees|believes|agrees?|was\s+told|requests?|changes|changed|accompanied"
    r"|present\s+(?:at|for|during)|drove|drives|learnt|learned|was\s+shown|is\s+a\s+nurse|told)\b"
)
_STUDIES = r"(?:reports?|series|stud(?:y|ies)|trials?|literature|data|reviews?|publications?|papers?|articles?)"

CUES: tuple[tuple[str, str, str, str], ...] = (
    # Looks like a denial and is none.
    (NONE, NEXT, "no not without", rf"\s+(?:\w+ly\s+|much\s+|any\s+|further\s+|real\s+|interval\s+|significant\s+|clear\s+|definite\s+|obvious\s+|great\s+|consistent\s+|visible\s+)*{_EFFECT}\b"),
    (NONE, NEXT, "no", r"\s+(?:doubt|problems?|difficult\w+|trouble|complaints?|concerns?|issues?|missed|interruptions?|gaps?|side[\s-]effects?|adverse\s+\w+)\b"),
    (NONE, NEXT, "no", r"\s+(?:residual|remaining|\w+\s+(?:is\s+)?left\b)"),
    (HYPOTHETICAL, BACK, "cannot can", r"(?:\s*not)?\s+be\s+(?:ruled\s+out|excluded)\b"),
    (HYPOTHETICAL, BACK, "could not is was are were isn't wasn't", r"(?:\s+(?:not|yet|be|been))*\s+(?:not\s+)(?:yet\s+)?(?:be\s+|been\s+)?(?:ruled\s+out|excluded)\b"),
    (HYPOTHETICAL, AHEAD, "cannot can could", r"(?:\s*not)?\s+(?:rule\s+out|exclude)\b"),
    (NONE, NEXT, "not", r"\s+(?:only|just|merely|necessarily|simply|without|stop\w*|discontinu\w+|miss\w*|forget|forgotten|interrupt\w*|regret|mind|object)\b"),
    (NONE, NEXT, "never", r"\s+(?:stopped|missed|forgot\w*|forgets|interrupted|discontinued|misses|skips|skipped)\b"),
    (NONE, NEXT, "denies denied", r"\s+(?:missing|stopping|skipping|interrupting|forgetting|problems?|difficult\w+|trouble)\b"),
    (NONE, NEXT, "without", r"\s+(?:any\s+)?(?:treatment|therapy|it\b|them\b|this\b|difficulty|interruption|problems?|incident|missing|fail|event|change|complication)\b"),
    (HYPOTHETICAL, AHEAD, "not", r"\s+(?:certain|sure|clear|known)\s+(?:if|whether)\b"),
    (HISTORICAL, AHEAD, "no not", r"\s+(?:longer|any\s?more)(?!\s+(?:be\s+)?(?:felt|palpable|visible|seen|present|detect\w+|there|any|painful))"),
    (NONE, NEXT, "never", r"\s+(?:be\s+|goes\s+|is\s+)?without\b"),
    (NONE, NEXT, "not", r"\s+(?:much|all|many|every)\b"),
    # Denied.
    (NEGATED, AHEAD, "nobody", r""),
    (NEGATED, AHEAD, "nothing", r"\s+(?:to\s+suggest|suggesting|suggestive\s+of)"),
    (NEGATED, AHEAD, "opted decided decides voted advised chose", r"\s+against(?:\s+(?:starting|using|trying|the\s+use\s+of))?"),
    (NEGATED, AHEAD, "yet", r"\s+to\s+(?:begin|start|receive|use|try|fill|get|obtain)"),
    (NEGATED, BACK, "never", r"\s+(?:arrived|came|materiali[sz]ed|reached)\b"),
    (NEGATED, BACK, "(-)", r""),
    (NEGATED, BOTH, "did does didn't didn’t doesn't doesn’t", r"(?:\s+not|(?<=t))\s+(?:occur|develop|appear|happen|arise)\b"),
    (FAMILY, WHOLE, "no negative positive", r"(?:\s+for|\s+known|\s+relevant|\s+significant)*\s+family\s+history\b"),
    (NEGATED, AHEAD, "no without lacks lacking negative absence free lack", r"(?:\s+(?:of|for|from))?(?:\s+(?:any|known|clinical|radiographic|radiological|documented|definite|clear|current|other|new|visible|obvious))*(?:\s+(?:evidence|signs?|suspicion|findings?|indications?|history|trace|record|mention|documentation|use|need|plans?|prescription|appearance|symptoms|suggestion|reason|exposure)\s+(?:of|for|to)(?:\s+(?:start|use|using|try|give|prescribe|any|suspect))*)?"),
    (NONE, NEXT, "denies denied", r"\s+that\b"),
    (NEGATED, AHEAD, "denies denied denying declined declines refused refuses refusing declining", r"(?:\s+(?:having|any|to|the|use|using|of|start|starting|trying|try|take|taking|apply|having|ever|used|been|on|treatment|with))*"),
    (NEGATED, AHEAD, "never neither nor", r"(?:\s+(?:been|had|has|was|were|got|received|developed|used|tried|on|treated|given|prescribed|started|exposed|with|to|the|took|taken|filled|applied|began|begun|experienced|noticed|picked|up|suffered|from))*"),
    (NEGATED, BOTH, "is are was were be been being has have had", rf"(?:\s+been)?\s+(?:not{_A}\s+(?:be\s+|been\s+)?(?:{_SEEN}|{_GIVEN})|ruled\s+out|excluded|declined|refused|negative(?!\s+for)|absent|denied|cancelled|canceled|withheld|contraindicated|unlikely|never{_A}\s+(?:\w+ed|seen|given|found|taken|begun|on|an\s+option)|unavailable|out\s+of\s+the\s+question|unaffordable|rejected|too\s+expensive)"),
    (NEGATED, BOTH, "isn't wasn't aren't weren't hasn't haven't isn’t wasn’t aren’t weren’t hasn’t haven’t", rf"{_A}\s+(?:been\s+)?(?:{_SEEN}|{_GIVEN})"),
    (NEGATED, BOTH, "could cannot can", rf"(?:\s*not|(?<=cannot))\s+be\s+(?:{_SEEN}|{_GIVEN})\b"),
    (NEGATED, BOTH, "not", rf"{_A}\s+(?:{_SEEN}|{_GIVEN})"),
    (NEGATED, BACK, "absent excluded declined negative unlikely refused", r"\b(?!\s+(?:for|to|of))"),
    (NEGATED, AHEAD, "did does do has have had is are was were will could cannot didn't doesn't don't hasn't haven't hadn't isn't aren't wasn't weren't won't couldn't can't didn’t doesn’t don’t hasn’t haven’t hadn’t isn’t aren’t wasn’t weren’t won’t couldn’t", r"(?<![a-z]n['’]t)\s+not\b(?!\s+(?:only|just|missed?|stop\w*|forg\w+|interrupt\w*|be(?:en)?\s+(?:judged|assessed)))|(?<=n['’]t)(?!\s+(?:only|just|miss\w*|stop\w*|forg\w+))|(?<=cannot)"),
    (NEGATED, AHEAD, "not", r""),
    (NEGATED, AHEAD, "rather instead", r"\s+(?:than|of)"),
    (NEGATED, AHEAD, "unable failed", r"\s+to\s+(?:obtain|get|tolerate|afford|start|try|use|find|see|detect|demonstrate|reveal|show|fill|begin|apply|palpate)"),
    (NEGATED, AHEAD, "allergic allergy allergies", r"(?:\s+to|:)"),
    (NEGATED, AHEAD, "contraindication contraindications ruled", r"\s+(?:to|out)(?:\s+for)?"),
    # Of a relative.
    (NONE, NEXT, "cares care caring looks", rf"\s+(?:for|after)\s+(?:her|his)\s+{_KIN}\b"),
    (NONE, NEXT, "mother father parent", r"\s+of\s+(?:\d|an?\b|one|two|three|four|five|six|young|twins)"),
    (NONE, NEXT, "as like unlike similar", rf"\s+(?:in|to|with)?\s*(?:her|his|the|in)\s+{_KIN}\b"),
    (NONE, NEXT, "with by from per to and lives", rf"(?:\s+(?:with|according|accompanied|help|from|of))*\s+(?:her|his|the)\s+(?:\w+\s+)?{_KIN}(?=\s*(?:[,.;]|who|in\s+the\s+room|at\s+home|today|and\s+(?:she|he)|helps|$))"),
    (NONE, NEXT, "per", rf"\s+(?:her\s+|his\s+|the\s+)?{_KIN}\b"),
    (NONE, NEXT, "according help lives accompanied assisted seen came here", rf"\s+(?:to|from|of|with|by|together\s+with)(?:\s+with)?\s+(?:her|his|the)\s+(?:\w+\s+)?{_KIN}\b"),
    (NONE, NEXT, "mother mothers father sister brother aunt uncle cousin niece nephew grandmother grandfather daughter son sibling parent parents twin husband wife spouse partner relative relatives mom dad family", rf"(?:s|es)?{_TELLS}"),
    (NONE, NEXT, "family", r"\s+(?:physician|doctor|practitioner|practice|medicine|meeting|planning|members?\s+(?:present|reports?|note|help)|is|was|are|were|visit|at\s+bedside)\b"),
    (FAMILY, WHOLE, "family", r"\s+(?:medical\s+)?(?:history|hx)\b|\s+members?\b"),
    (FAMILY, WHOLE, "fh fhx", r"\s*[:=]"),
    (FAMILY, CLAUSE, "mother mother's mother’s mothers father father's father’s fathers sister sister's sister’s sisters brother brother's brother’s brothers aunt aunts uncle uncles cousin cousins niece nephew grandmother grandfather grandparents daughter daughter's daughter’s daughters son son's son’s sons sibling siblings parent parents twin husband husband's husband’s wife wife's wife’s spouse partner relative relatives mom dad", r""),
    (FAMILY, CLAUSE, "another other", r"\s+(?:patient|person|woman|man|resident)s?\b"),
    (FAMILY, CLAUSE, "friend neighbour neighbor colleague roommate", r"\b"),
    # Supposed, planned, possible, or known of others only.
    (HYPOTHETICAL, BACK, "remains stays", r"\s+an\s+option\b"),
    (HYPOTHETICAL, ONWARD, "plan", r"\s*:\s*(?:trial|start|begin|try|consider|add)\b"),
    (HYPOTHETICAL, WHOLE, "some many most", r"\s+(?:patients|people|persons)\b"),
    (HYPOTHETICAL, BACK, "is are", r"\s+(?:an?\s+)?(?:known|possible|common|rare|frequent|potential)\s+(?:side|adverse|complication|effect|risk)"),
    (HYPOTHETICAL, ONWARD, "so", r"\s+(?:that|as\s+to)\b"),
    (HYPOTHETICAL, AHEAD, "question", r"\s+of\b"),
    (HYPOTHETICAL, AHEAD, "cannot can't can’t unable", r"(?:\s+to)?\s+(?:tell|say|judge)\s+(?:if|whether)\s+(?:this|it|that|these)\s+(?:is|are)\b"),
    (HYPOTHETICAL, AHEAD, "looks look appears seems", r"\s+(?:like|(?:to\s+be\s+)?(?:consistent|compatible)\s+with|suggestive\s+of)\b"),
    (NONE, NEXT, "may might", r"\s+(?:well\s+)?have\s+(?:help|improv|contribut|work|slow)\w*"),
    (HYPOTHETICAL, ONWARD, "think thinking asks ask asked asking talked talking inquired inquires interested read heard", r"\s+(?:about|of|in|regarding)\b"),
    (HYPOTHETICAL, BACK, "as", r"\s+an\s+(?:alternative|option)\b"),
    (HYPOTHETICAL, ONWARD, "referral authorization authorisation approval request", r"\s+(?:for|of)\b"),
    (HYPOTHETICAL, AHEAD, "to", r"(?<!\w\sto)\s+(?:begin|start|try|initiate|add|consider)\b"),
    (HYPOTHETICAL, ONWARD, "goal aim", r"\s*:|\s+(?:is|being)\s+(?:for|that)\b"),
    (HYPOTHETICAL, ONWARD, "hope hopes hoping", r"\s+(?:that|for|it|the|she|he)\b"),
    (HYPOTHETICAL, ONWARD, "stop know return call continue apply", r"\b[^.;]{0,40}?\b(?:when|once|as\s+soon\s+as)\b"),
    (HYPOTHETICAL, AHEAD, "?", r""),
    (HYPOTHETICAL, AHEAD, "likely", r"\b(?!\s+(?:due|from|because|secondary|related|to)\b)"),
    (HYPOTHETICAL, ONWARD, "differential", r"(?:\s+diagnos[ie]s)?(?:\s+includes?|\s*:|\s+of)"),
    (NONE, NEXT, "may might could would", r"\s+(?:well\s+)?(?:be\s+(?:due|related|caused|secondary|explained|the\s+result|from|attributable)|continue|like\b|prefer|have\s+been\s+(?:due|caused)|keep\s+using)"),
    (NONE, NEXT, "could would", r"\s*(?:not|n['’]t)\b"),
    (NONE, NEXT, "tell judge unclear uncertain unknown", r"\s+(?:if|whether)\b"),
    (NONE, NEXT, "told", r"\s+(?:us|me|the|that|her\s+doctor)\b"),
    (NONE, NEXT, "even as", r"\s+if\b"),
    (NONE, NEXT, "if when", r"\s+(?:any(?:thing)?\s*,|asked)"),
    (NONE, NEXT, "possible", r"\s+side\s+effects?\s+(?:of\s+\w+\s+)?(?:were\s+)?(?:reviewed|discussed)"),
    (NONE, NEXT, "as", r"\s+(?:expected|planned|recommended|advised|discussed|instructed|considered)\b"),
    (HYPOTHETICAL, ONWARD, "if unless", r"\b"),
    (HYPOTHETICAL, ONWARD, "should", r"\s+(?:the|any|her|his|these|this|it|there|skin|calci\w+|symptoms|new|pain|irritation|sodium|recurrence|she\s+(?:develop|have|notice)|he\s+(?:develop|have|notice))\b"),
    (HYPOTHETICAL, ONWARD, "in", r"\s+(?:case|the\s+event)\b(?:\s+(?:of|that)\b)?(?!\s+\d)"),
    (HYPOTHETICAL, CLAUSE, "may might would could", r"\b(?!\s+\d)"),
    (HYPOTHETICAL, CLAUSE, "will 'll", rf"\s+(?:likely\s+|also\s+|then\s+|probably\s+)?{_FUTURE}\b"),
    (HYPOTHETICAL, AHEAD, "plan plans planned planning hope hopes hoping intend intends wish wishes goal aim want wants wanted", r"\s+(?:is\s+)?to\s+(?!continue|keep|maintain|go\s+on|stay|carry|stop)(?:\w+)(?:\s+(?:with|on|to))?"),
    (HYPOTHETICAL, ONWARD, "expect expects expected anticipate anticipated hopefully", r"\b"),
    (HYPOTHETICAL, ONWARD, "consider considers considered considering recommend recommended recommends suggest suggested suggests propose proposed discuss discussed discussing request requested offer offered offers", r"\b(?!\s+(?:to\s+be\s+(?:smaller|larger|unchanged)|stable|that\s+(?:the|it)\s+(?:has|is)|that\s+(?:she|he|they)\s+(?:continue|keep)|continuing|to\s+continue|stopping|as))(?:\s+(?:a\s+)?(?:trial|use)\s+of)?(?:\s+(?:starting|trying|adding|using|with))*"),
    (HYPOTHETICAL, ONWARD, "candidate eligible option options indication trial", r"\s+(?:for|would|include|are|to)\b"),
    (HYPOTHETICAL, BACK, "under", r"\s+(?:consideration|discussion)\b"),
    (HYPOTHETICAL, BACK, "is was are were being", r"\s+(?:being\s+|to\s+be\s+|also\s+|now\s+)?(?:considered|planned|discussed|proposed|an\s+option|recommended|requested|suggested|awaiting\s+approval|pending|possible|suspected)\b"),
    (HYPOTHETICAL, ONWARD, "risk risks chance possibility likelihood", r"\s+(?:of|for|that)\b"),
    (HYPOTHETICAL, ONWARD, "warned counselled counseled informed advised told educated cautioned instructed", r"\s+(?:her\s+|him\s+|the\s+patient\s+|them\s+)?(?:of|about|on|regarding|to\s+(?:watch|stop|call|report|return|discontinue|look))(?:\s+for)?(?=\s)"),
    (HYPOTHETICAL, ONWARD, "watch monitor monitoring look looking screen screened evaluate evaluated assess workup query call return", r"\s+(?:for|with\s+any)\b"),
    (HYPOTHETICAL, ONWARD, "prevent preventing prophylaxis avoid prevention", r"(?:\s+(?:of|against|for))?"),
    (HYPOTHETICAL, ONWARD, "until till", r"\b(?!\s+(?:last|then|now|today|\d|january|february|march|april|may|june|july|august|september|october|november|december|the\s+(?:last|visit)))"),
    (HYPOTHETICAL, AHEAD, "possible possibly probable probably suspected suspect suspects suspicion suspicious questionable perhaps presumed", r"\b(?:\s+(?:of|for))?"),
    (HYPOTHETICAL, AHEAD, "concern concerned concerning worry worried query", r"\s+(?:for|about|of|that)"),
    (HYPOTHETICAL, AHEAD, "rule to r", r"\s*(?:(?:rule\s+)?out|/o|exclude)\b"),
    (HYPOTHETICAL, AHEAD, "whether", r"\b"),
    (HYPOTHETICAL, BACK, "can could may might", r"\s+(?:occur|recur|develop|appear|arise|happen|be\s+(?:tried|considered|used))\b"),
    (HYPOTHETICAL, ONWARD, "can", r"\s+(?:cause|lead|help|be\s+(?:tried|considered|used)|reduce|shrink|dissolve|induce|produce)\b"),
    (HYPOTHETICAL, WHOLE, "literature", r"\b"),
    (HYPOTHETICAL, WHOLE, "case published small several some other recent in the", rf"\s+(?:(?:small|published|recent|case|several|clinical|retrospective|few|available)\s+)*{_STUDIES}\b(?!\s+(?:were\s+)?(?:reviewed|drawn))"),
    (HYPOTHETICAL, WHOLE, "studies publications", r"\s+(?:suggest|show|report|indicate|have|found|support|of)"),
    (HYPOTHETICAL, WHOLE, "has have is are", r"\s+(?:also\s+)?(?:been\s+)?(?:reported|shown|described|known|said|thought|believed)\s+(?:to|in|as)\b"),
    # Past.
    (HISTORICAL, CLAUSE, "at", r"(?<=^at)\s+first\b"),
    (HISTORICAL, SENTENCE, "until", r"\s+(?:last\s+(?:year|month|spring|summer|autumn|fall|winter)|(?:19|20)\d\d)\b"),
    (HISTORICAL, SENTENCE, "when", r"\s+(?:she|he|they|we)\s+(?:first\s+)?(?:started|began|came)\b"),
    (NONE, NEXT, "noticed noted diagnosed", r"\b[^.;,]{0,20}?\b(?:years?|months?|weeks?)\s+ago\b"),
    (NONE, NEXT, "compared", r"\s+(?:to|with)\s+(?:\w+\s+){0,3}?(?:years?|months?|weeks?)\s+ago\b"),
    (NONE, NEXT, "than", r"\b[^.;,]{0,30}?\b(?:years?|months?|weeks?)\s+ago\b"),
    (HISTORICAL, SENTENCE, "when", r"\s+(?:we\s+|she\s+was\s+|he\s+was\s+)?(?:first|initially)\s+(?:seen|examined|met|evaluated|saw)\b"),
    (HISTORICAL, SENTENCE, "prior", r"\s+to\s+(?:this|that)\b(?!\s+(?:visit|appointment))"),
    (HISTORICAL, SENTENCE, "back", r"\s+then\b"),
    (HISTORICAL, ONWARD, "had", r"(?=\s+(?:\w+ly\s+)?(?:been\s+)?\w+\s+before\b)"),
    (NONE, NEXT, "year years month months decade decades long", r"[\s-]+(?:long[\s-]+)?history\s+of\b"),
    (NONE, NEXT, "began started begun since commenced", r"\b[^.;]{0,60}?\b(?:years?|months?|weeks?|days?)\s+ago\b"),
    (NONE, NEXT, "history", r"\s+(?:of\s+(?:the\s+)?present(?:ing)?\s+(?:illness|complaint)|and\s+physical|taking|was\s+(?:taken|obtained))\b"),
    (NONE, NEXT, "than as to with from", r"(?:\s+(?:compared|it\s+was|that|the|they\s+were|what|those|in))*\s+(?:(?:before|prior\s+to|at|previous\w*|initial\w*|in\s+the\s+past|last)(?:\s+(?:the\s+)?(?:treatment|therapy|baseline|start\w*|visit|sodium|sts|examination|assessment|photographs?|images?|films?))?)\b(?!\s+years)"),
    (NONE, NEXT, "previously", r"\s+(?:noted|seen|described|documented|known|reported|treated|affected|calcified|mentioned|biopsied)\b"),
    (HISTORICAL, SENTENCE, "past previous prior remote", r"\s+(?:medical\s+|surgical\s+)?(?:history|hx|course|treatments?|therap(?:y|ies)|medications?|use|trials?|episodes?|bouts?|exposure)\b"),
    (HISTORICAL, WHOLE, "pmh pmhx psh", r"\s*[:=]"),
    (NONE, NEXT, "history hx", r"\s+(?:of|for)\s+\d"),
    (HISTORICAL, AHEAD, "history hx", r"\s+(?:is\s+)?(?:of|significant\s+for|notable\s+for|includes?)(?:\s+(?:treatment|use)\s+(?:with|of))?(?!.{0,40}\bfor\s+(?:the\s+(?:last|past)\s+)?\d+\s+(?:years|months))"),
    (HISTORICAL, AHEAD, "h", r"/o\b"),
    (HISTORICAL, SENTENCE, "previously formerly historically", r"\b"),
    (HISTORICAL, SENTENCE, "years year months month decades decade weeks", r"\s+(?:ago|before|earlier|previously|prior)\b(?!\s+(?:she|he)\s+(?:started|began))"),
    (HISTORICAL, SENTENCE, "in during as", r"\s+(?:(?:early\s+|late\s+|her\s+|his\s+)*(?:childhood|infancy|adolescence|youth|teens|twenties)|the\s+past(?!\s+(?:\d|few|two|three|four|six|week|month|year|several))|the\s+(?:19|20)\d0s|former\s+years|a\s+(?:child|teenager|student|boy|girl)|earlier\s+years)\b"),
    (HISTORICAL, SENTENCE, "at", r"\s+(?:another|an\s+outside|a\s+different|an\s+other)\s+(?:hospital|clinic|institution|cent(?:er|re)|facility)\b"),
    (HISTORICAL, SENTENCE, "before", r"\s+(?:she|he|they|the\s+patient|coming|being|moving|referral)\s+(?:came|was\s+(?:seen|referred)|moved|transferred|presented|joined|saw|to\s+us|here|seen|referred)\b|\s+(?:referral|transfer)\b"),
    (HISTORICAL, ONWARD, "before", r"\s+(?:(?:the|starting|start\s+of|beginning|initiation\s+of|this|any|her|his|she|he)\s+)*(?:treatment|therapy|sodium|sts|topical|ointment|started|began|thiosul\w+|using\s+(?:sodium|the|topical|sts|thio\w+)|surgery|referral|pregnancy|that\b)"),
    (HISTORICAL, SENTENCE, "prior", r"\s+to\s+(?:the\s+|starting\s+|start\s+of\s+|beginning\s+|this\s+|any\s+|initiation\s+of\s+)*(?:treatment|therapy|sodium|sts|topical|ointment|thiosul\w+|referral|surgery|pregnancy)\b"),
    (HISTORICAL, SENTENCE, "at", r"\s+(?:baseline|that\s+time|the\s+time|first\s+presentation|the\s+(?:outset|beginning)|presentation|diagnosis|onset)\b(?!\s+of\s+(?:this|today))"),
    (HISTORICAL, CLAUSE, "initially originally", r"\b"),
    (HISTORICAL, CLAUSE, "used", r"\s+to\s+(?!(?:be\s+)?treat)(?:\w+)"),
    (HISTORICAL, ONWARD, "which that it they", r"\s+had(?=\s+(?!(?:\w+ly\s+)?(?:not|no|a|an|any|the)\b)(?:\w+ly\s+)?(?:been\s+)?(?:resolved|gone|cleared|improved|disappeared|shrunk|healed|decreased|increased|grown|worsened|become|regressed|progressed|recurred|begun|responded|calcified|reduced|diminished|smaller|larger|unchanged)\b)"),
)  # fmt: skip
"""Class, reach, first words, rest of the pattern (matched right behind the first word)."""

DETERMINERS = word_set("the a an any her his their this that topical intravenous iv oral local further more daily")
"""Words between a preposition and what hangs on it."""
ARTICLES = word_set("the this these those her his")
"""Words that begin a clause behind "and" only where a verb went before: "of the elbow and the knee" is one thing."""
CONTRASTS = word_set("but however although though whereas nevertheless yet now today currently")
"""Words that begin a new statement; those of time only where they begin a clause."""
SUBJECTS = word_set(
    "she he it they we i there this these those her his the is was has continues remains became denies reports uses"
    " applies will now then otherwise patient currently"
)
"""Words that begin a clause behind "and" or a comma."""
PREPOSITIONS = word_set(
    "with on under after from to of at in since during despite for because due over around through while where when"
    " as that upon using by between near against following which who whose until"
)
"""Words that begin something a denial does not reach."""
FINITE = word_set("is are was were has have had remains remain became becomes appears appear looks look measures")
ASCRIBING = word_set("on with by under after from to following using since during despite")
"""Prepositions by which an effect is ascribed to a treatment."""
TRANSPARENT = word_set(
    "evidence sign signs suspicion finding findings history trace record mention use using used treated started given"
    " put placed exposed allergic managed continued maintained switched diagnosis presence indication need prescription"
    " not never currently yet still longer nor or no treatment therapy trial symptoms suggestion appearance was is on"
    " course dose doses receipt user users negative"
)
"""Words through which a denial reaches past the preposition that follows: "no evidence of", "not treated with"."""
