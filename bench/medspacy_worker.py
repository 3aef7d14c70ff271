"""medspaCy's target matcher with ConText over texts, in a process of an environment of its own (`make bench-medspacy`).

JSON of texts comes in, JSON of what it took goes out (as scan_worker.py). The argument is the splitter of sentences:
`pyrush`, medspaCy's default, or `sentencizer`, spaCy's plain one. No model is fetched: the pipeline begins blank.
"""

import json
import sys
import time
from importlib.metadata import version

import medspacy
import spacy
from loguru import logger
from medspacy.target_matcher import TargetRule

logger.remove()  # PyRuSH logs every token at DEBUG, which would be most of the time
NUMBER = {"TEXT": {"REGEX": r"^\d+(\.\d+)?$"}}
DRUG = (
    "sodium thiosulfate",
    "sodium thiosulphate",
    "topical sodium thiosulfate",
    "thiosulfate",
    "thiosulphate",
    "STS",
    "TST",
    "Na2S2O3",
    "sodium hyposulfite",
)
LESION = ("calcinosis", "calciphylaxis", "calcified plaque", "calcium deposits", "necrotic ulcer")
DOSE = (
    [NUMBER, {"LOWER": {"IN": ["g", "gram", "grams", "mg", "ml", "%"]}}],
    [
        NUMBER,
        {"LOWER": {"IN": ["g", "mg"]}},
        {"LOWER": {"IN": ["/", "per"]}},
        {"LOWER": {"IN": ["kg", "ml", "lesion"]}},
    ],
)
OFTEN = (
    [{"LOWER": {"IN": ["once", "twice", "three"]}}, {"LOWER": "times", "OP": "?"}, {"LOWER": {"IN": ["daily", "a"]}}],
    [{"LOWER": "every"}, {"LOWER": "other", "OP": "?"}, {"LOWER": {"IN": ["day", "week"]}}],
)

blank = spacy.blank("en")
if sys.argv[1] == "sentencizer":
    blank.add_pipe("sentencizer")
    pipeline = medspacy.load(blank, medspacy_enable={"medspacy_target_matcher", "medspacy_context"})
else:
    pipeline = medspacy.load(blank)
rules = [TargetRule(name, "DRUG") for name in DRUG] + [TargetRule(name, "LESION") for name in LESION]
rules += [TargetRule("dose", "DOSE", pattern=pattern) for pattern in DOSE]
rules += [TargetRule("schedule", "SCHEDULE", pattern=pattern) for pattern in OFTEN]
pipeline.get_pipe("medspacy_target_matcher").add(rules)

given = json.load(sys.stdin)
for warm in given["warm"]:
    pipeline(warm)
start = time.process_time()
matches = sum(len(pipeline(text).ents) for text in given["texts"])
cpu_s = time.process_time() - start
print(json.dumps({"cpu_s": cpu_s, "matches": matches, "version": version("medspacy"), "pipeline": pipeline.pipe_names}))
