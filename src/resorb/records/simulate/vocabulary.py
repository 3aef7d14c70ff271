"""The small vocabulary of a data set: concepts, ancestors, and the pools that ordinary rows are drawn from.

Concepts of 2,000,000,000 and above are local to the data set, as OMOP has it for ids that its vocabulary does not hold;
their codes are real where a vocabulary other than SIM is named. The others are those of the OHDSI synthetic data sets.
"""

from __future__ import annotations

from dataclasses import dataclass

LOCAL = 2_000_000_000
CALCINOSIS, DYSTROPHIC, CALCIPHYLAXIS, ACTD = LOCAL + 101, LOCAL + 102, LOCAL + 103, LOCAL + 110
SCLEROSIS, DERMATOMYOSITIS, OVERLAP = LOCAL + 111, LOCAL + 112, LOCAL + 113
LUPUS, ARTHRITIS = 255891, 80809
THIOSULFATE, THIOSULFATE_INJECTION = LOCAL + 201, LOCAL + 202
DILTIAZEM, DILTIAZEM_CAPSULE = LOCAL + 203, LOCAL + 204
TOPICAL, INTRAVENOUS, ORAL, INTRALESIONAL = LOCAL + 301, LOCAL + 302, LOCAL + 303, LOCAL + 304
DISPENSED, ADMINISTERED, FROM_RECORD = 32825, 32818, 32817


@dataclass(frozen=True, slots=True)
class Concept:
    """One row of ``concept``."""

    concept_id: int
    name: str
    domain: str
    vocabulary: str
    concept_class: str
    code: str
    standard: bool = True


def _local(number: int, name: str, domain: str, concept_class: str = "Clinical Finding") -> Concept:
    return Concept(number, name, domain, "SIM", concept_class, f"SIM{number - LOCAL}")


def _icd(number: int, vocabulary: str, code: str, name: str) -> Concept:
    return Concept(LOCAL + number, name, "Condition", vocabulary, "billing code", code, standard=False)


PLANTED_CONCEPTS = (
    _local(CALCINOSIS, "Calcinosis cutis", "Condition"),
    _local(DYSTROPHIC, "Dystrophic calcinosis cutis", "Condition"),
    _local(CALCIPHYLAXIS, "Calciphylaxis", "Condition"),
    _local(ACTD, "Autoimmune connective tissue disease", "Condition"),
    _local(SCLEROSIS, "Systemic sclerosis", "Condition"),
    _local(DERMATOMYOSITIS, "Dermatomyositis", "Condition"),
    _local(OVERLAP, "Overlap connective tissue disease", "Condition"),
    Concept(LUPUS, "Lupus erythematosus", "Condition", "SNOMED", "Clinical Finding", "200936003"),
    Concept(ARTHRITIS, "Rheumatoid arthritis", "Condition", "SNOMED", "Clinical Finding", "69896004"),
    _icd(501, "ICD10CM", "L94.2", "Calcinosis cutis"),
    _icd(502, "ICD9CM", "709.3", "Degenerative skin disorders"),
    _icd(503, "ICD10CM", "E83.59", "Other disorders of calcium metabolism"),
    _icd(504, "ICD10CM", "L94.3", "Sclerodactyly"),
    _icd(511, "ICD10CM", "M34.9", "Systemic sclerosis, unspecified"),
    _icd(512, "ICD10CM", "M34.1", "CR(E)ST syndrome"),
    _icd(513, "ICD10CM", "M33.10", "Other dermatomyositis, organ involvement unspecified"),
    _icd(514, "ICD10CM", "M32.9", "Systemic lupus erythematosus, unspecified"),
    _icd(515, "ICD10CM", "M35.1", "Other overlap syndromes"),
    _icd(516, "ICD10CM", "M05.9", "Rheumatoid arthritis with rheumatoid factor, unspecified"),
    _local(THIOSULFATE, "sodium thiosulfate", "Drug", "Ingredient"),
    Concept(
        THIOSULFATE_INJECTION,
        "sodium thiosulfate 250 MG/ML Injectable Solution",
        "Drug",
        "RxNorm",
        "Clinical Drug",
        "237832",
    ),
    _local(DILTIAZEM, "diltiazem", "Drug", "Ingredient"),
    _local(DILTIAZEM_CAPSULE, "diltiazem extended release oral capsule", "Drug", "Clinical Drug"),
    _local(TOPICAL, "Topical route", "Route", "Qualifier Value"),
    _local(INTRAVENOUS, "Intravenous route", "Route", "Qualifier Value"),
    _local(ORAL, "Oral route", "Route", "Qualifier Value"),
    _local(INTRALESIONAL, "Intralesional route", "Route", "Qualifier Value"),
    Concept(0, "No matching concept", "Metadata", "None", "Undefined", "No matching concept", standard=False),
)
ANCESTORS = (
    (CALCINOSIS, DYSTROPHIC, 1),
    *((ACTD, child, 1) for child in (SCLEROSIS, DERMATOMYOSITIS, OVERLAP, LUPUS, ARTHRITIS)),
    (THIOSULFATE, THIOSULFATE_INJECTION, 1),
    (DILTIAZEM, DILTIAZEM_CAPSULE, 1),
)
CODE_CONCEPTS = {c.code: c.concept_id for c in PLANTED_CONCEPTS if c.vocabulary in ("ICD10CM", "ICD9CM")}

# Ordinary rows: concept, code, name and how common it is.
CONDITIONS = (
    (40481087, "444814009", "Viral sinusitis", 60),
    (260139, "10509002", "Acute bronchitis", 40),
    (372328, "65363002", "Otitis media", 25),
    (28060, "43878008", "Streptococcal sore throat", 20),
    (81151, "44465007", "Sprain of ankle", 14),
    (4283893, "36971009", "Sinusitis", 10),
    (378001, "62106007", "Concussion with no loss of consciousness", 8),
    (78272, "70704007", "Sprain of wrist", 7),
    (4294548, "75498004", "Acute bacterial sinusitis", 9),
    (4278672, "65966004", "Fracture of forearm", 5),
    (4155034, "283371005", "Laceration of forearm", 5),
    (4113008, "284549007", "Laceration of hand", 5),
    (4237458, "58150001", "Fracture of clavicle", 5),
    (4116491, "301011002", "Escherichia coli urinary tract infection", 6),
    (4266809, "397881000", "Diverticular disease", 6),
    (4285898, "68496003", "Polyp of colon", 5),
    (317576, "53741008", "Coronary arteriosclerosis", 8),
    (313217, "49436004", "Atrial fibrillation", 6),
    (378419, "26929004", "Alzheimer's disease", 3),
    (134438, "40275004", "Contact dermatitis", 3),
    (133834, "24079001", "Atopic dermatitis", 3),
    (317009, "195967001", "Asthma", 6),
    (195588, "38822007", "Cystitis", 5),
    (80809, "69896004", "Rheumatoid arthritis", 3),
    (255891, "200936003", "Lupus erythematosus", 1),
    (40486433, "446096008", "Perennial allergic rhinitis", 4),
    (4142905, "33737001", "Fracture of rib", 4),
    (LOCAL + 113, "M35.1", "Overlap connective tissue disease", 1),
    (LOCAL + 103, "E83.59", "Calciphylaxis", 1),
)
DRUGS = (
    (1332419, "197361", "amlodipine 5 MG Oral Tablet", 23),
    (19022781, "200033", "carvedilol 25 MG Oral Tablet", 8),
    (19073183, "308182", "amoxicillin 250 MG Oral Capsule", 20),
    (19019979, "198405", "ibuprofen 100 MG Oral Tablet", 20),
    (19041324, "209387", "acetaminophen 325 MG Oral Tablet [Tylenol]", 22),
    (19019273, "198014", "naproxen 500 MG Oral Tablet", 12),
    (1167323, "197319", "allopurinol 100 MG Oral Tablet", 6),
    (723042, "197591", "diazepam 5 MG Oral Tablet", 4),
    (19008572, "106258", "hydrocortisone 10 MG/ML Topical Cream", 6),
    (19023564, "200346", "cefdinir 300 MG Oral Capsule", 5),
    (40232448, "1049630", "diphenhydramine hydrochloride 25 MG Oral Tablet", 6),
    (DILTIAZEM_CAPSULE, "SIM204", "diltiazem extended release oral capsule", 3),
    (0, "COMPOUND", "UREA 20% IN AQUEOUS CREAM 200 G", 2),
    (0, "COMPOUND", "ZINC OXIDE 20% OINT 100 G", 2),
)
# Concept, LOINC code, name, unit concept, unit, mean and spread, how common.
LABS = (
    (3006906, "17861-6", "Calcium [Mass/volume] in Serum or Plasma", 8840, "mg/dL", 9.4, 0.5, 10),
    (3024561, "1751-7", "Albumin [Mass/volume] in Serum or Plasma", 8713, "g/dL", 4.2, 0.4, 10),
    (3015632, "2028-9", "Carbon dioxide, total [Moles/volume] in Serum or Plasma", 8753, "mmol/L", 25.0, 2.0, 8),
    (3035995, "6768-6", "Alkaline phosphatase [Enzymatic activity/volume] in Serum or Plasma", 0, "U/L", 80.0, 20.0, 6),
    (
        3006923,
        "1742-6",
        "Alanine aminotransferase [Enzymatic activity/volume] in Serum or Plasma",
        0,
        "U/L",
        25.0,
        9.0,
        8,
    ),
    (3025315, "29463-7", "Body weight", 9529, "kg", 76.0, 14.0, 14),
    (3009966, "18262-6", "Cholesterol in LDL [Mass/volume] in Serum or Plasma", 8840, "mg/dL", 110.0, 25.0, 8),
    (3018572, "2069-3", "Chloride [Moles/volume] in Blood", 8753, "mmol/L", 103.0, 3.0, 8),
)
