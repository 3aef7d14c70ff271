"""Tables whose rows, totals, flows, lists of patients and notes cannot all be right."""

import pytest

from resorb.reading.tables.words import shares_out
from resorb.scan.run import scan_document
from resorb.sources.documents.plain import read_plain
from resorb.values.findings import Verdict

SLIPS = {
    # 12 + 9 + 4 + 6 = 31
    "Table 1. Reasons for stopping (n = 28)\nCured\t12\nRash\t9\nDeath\t4\nNo reason recorded\t6": "table-parts",
    # 14 + 3 + 6 = 23, both columns of 11 + 13 make 24
    "Table 2. Change in size, N = 45\n\tDrug\tControl\nSmaller\t14\t9\nSame or larger\t10\t14": "table-parts",
    # 800 + 700 + 500 = 2000
    "Year\tVials\tGrams\n2019\t64\t800\n2020\t56\t700\n2021\t40\t500\nDecade\t160\t2100": "table-hidden-sum",
    # 1 x 9 + 2 x 5 + 3 x 4 + 5 x 3 = 46
    "Tubes per patient\tPatients\n1\t9\n2\t5\n3\t4\n5\t3\nAll tubes\t64": "table-hidden-sum",
    "Limb\tRight\tLeft\tBoth sides\nArm\t4\t5\t9\nHand\t8\t3\t11\nFoot\t2\t3\t6": "table-sum",
    "Table 1. Sites\nThigh\t8\nCalf\t6\nSubtotal leg\t13\nArm\t7\nTotal\t21": "table-sum",
    "Table 3. Flow\n\tDrug\nRandomised\t31\nCompleted\t26\nWithdrew\t4": "table-flow",
    "Table 4. Cases\nNo.\tSex\tResult\n1\tF\thealed\n2\tF\tsame\n3\tM\thealed\nNote. One of three wounds healed.": (
        "table-listing"
    ),
    "Table 4. Cases\nNo.\tSex\tLesions\n1\tF\t3\n2\tF\t1\n3\tM\t4\n3 patients, 9 lesions in all.": "table-listing",
    # 40 - 7 = 33
    "Year\tAt start\tDied\tAt end\n1\t52\t12\t40\n2\t40\t7\t34\n3\t33\t5\t28": "table-formula",
    "Item\tYes\tYes, % (of 24)\nItch\t14\t58.3\nPain\t10\t38.5\nSleep\t17\t70.8": "table-formula",
    "Pt\tDose, g\tNo. of doses\tSum, g\n01\t25\t36\t900\n02\t25\t45\t1,035\n03\t12.5\t28\t350": "table-formula",
    "Pt\tSite\n1\tthumb*\n2\tshin\n3\tknee*\n4\tear*\n* In these 4 patients a block was used.": "table-mark",
    "Domain\tLow\tHigh\nA\t12\t23\nB\t20\t15\nStudies judged: 36 in each domain": "table-parts",
    "Table 1. Signs in 24 cases; none missing\n| Sign | n |\n|---|---|\n| Livedo | |\n| - present | 16 |\n"
    "| - absent | 8 |\n| Ulcer | |\n| - present | 8 |\n| - absent | 15 |": "table-cover",
}
SLIPS |= {
    "Site\tTreated\tHealed\nShin\t14\t9\nThigh\t6\t8\nBelly\t5\t1": "table-within",
    "Event\tDrug (n = 40)\tNone (n = 38)\nAny event\t21\t12\nRash\t7\t4\nFever\t9\t14\nItch\t6\t2": "table-within",
    "Week\tCumulative dose, g\n1\t75\n2\t150\n3\t135\n4\t300": "table-within",
    # 64 - 17 = 47
    "Ward\tSent\tBack\tKept\nNorth\t64\t17\t74\nSouth\t39\t8\t31\nEast\t55\t21\t34": "table-formula",
    # 8 x 12.5 + 14 x 25 = 450
    "Pt\tBags of 12.5 g\tBags of 25 g\tSum, g\nP\t8\t14\t540\nQ\t4\t30\t800\nR\t2\t11\t300": "table-formula",
    "Earlier drugs (n = 31)\nNone\t9\nOne or more\t20\nWarfarin\t14\nCinacalcet\t11": "table-cover",
}
SLIPS |= {
    "Route\tPatients\tHealed\nVein\t24\t13\nSkin\t17\t9\nNote. Five of the 27 skin patients were lost.": "table-told",
    "Event\tA (n = 25)\tB (n = 25)\nItch\t9\t4\nNone\t16\t21\nNote. In arms A and B 16 and 12 had none.": "table-told",
    "Sex\tn, N = 30\nWomen\t21\nMen\t9\nNote. Sex was not recorded in two patients.": "table-told",
    "Patient\tDrug\n1\tWarfarin†\n2\tNone\n3\tWarfarin†\n4\tNone\n† Stopped in patients 1 and 4.": "table-mark",
    "Case\tSex\tResult\n1\tF\tPR\n2\tF\tCR\n3\tM\tPR\nNote. Of the three patients one had a partial response.": (
        "table-listing"
    ),
    "Patient\tBefore\tAfter\nA\t8\t3\nB\t6\t6\nC\t7\t2\nNote. Pain fell in all three patients.": "table-listing",
}
SLIPS |= {
    # 42 + 0 - 9 = 33
    "Day\tIn\tOut\tLeft\n1\t50\t0\t50\n2\t0\t8\t42\n3\t0\t9\t35\n4\t24\t3\t54\n5\t0\t6\t48": "table-formula",
    "Month\tNew ulcers\tSo far\nMay\t4\t4\nJune\t7\t11\nJuly\t5\t16\nAugust\t3\t91": "table-formula",
    "Item\tPrice\tNumber\tCost\nBag\t12\t34\t408\nLine\t23\t15\t354\nGauze\t3\t40\t120": "table-formula",
    "Sign\tBefore\tAfter\nPain\t17/20\t6/20\nItch\t91/20\t4/20\nUlcer\t12/20\t9/20": "table-within",
}
SLIPS |= {
    "Lupus\t26\n  Skin\t9\n  Systemic\t17\nSclerosis\t8\nOther\t4\nAll patients\t83": "table-sum",
    "Table 5. Reasons for exclusion (n = 48)\nNo drug\t17\nAnimals\t9\nReview\t51\nTwin report\t7": "table-parts",
    "Item\tYes\tNo\tNot stated\nBiopsy\t18\t10\t2\nProtein C\t12\t15\t3\nWarfarin\t31\t17\t0": "table-columns",
}
SLIPS["Year\tCases\tCumulative cases\n2016\t12\t12\n2017\t15\t27\n2018\t9\t39\n2019\t17\t53"] = "table-formula"
SLIPS["Table 1. Signs in 24 cases\nLivedo\n- present\t16\n- absent\t8\nUlcer\n- present\t8\n- absent\t15"] = (
    "table-cover"
)
SLIPS |= {
    # 32 - 9 = 23 is what the second week leaves
    "Week\tStart\tIn\tOut\tEnd\n1\t30\t12\t10\t32\n2\t32\t0\t9\t23\n3\t32\t20\t8\t35": "table-formula",
    "Visits (of 32 people)\nVisit\tCame\tStayed away\n2\t30\t2\n3\t29\t3\n4\t26\t9\n5\t25\t7": "table-columns",
    # 22 + 38 + 50 = 110
    "Answers\nGrade\tGel\tSaline\tNone\n0\t41%\t22%\t18%\n1\t35%\t38%\t30%\n2\t24%\t50%\t52%": "table-columns",
    # (8 + 15 + 10)/3 = 11
    "Weights\nPatient\tmg\tmm\n1\t120\t8\n2\t340\t15\n3\t200\t10\nMean\t220\t14": "table-centre",
    # 10 + 50 + 410 = 470
    "Ointment\nUrea\t10 g\nSalt\t50 g\nVaseline\t410 g\nTotal\t500 g": "table-sum",
    "Pt\tDose\n1\t25 g*\n2\t25 g*\n3\t12 g\n4\t25 g*\n* Later lowered to 12.5 g in these two patients.": "table-mark",
    "Event\tDrug\tNone\nSepsis\t4\t2\nFall†\t3\t2\n† All falls were at home, three in each arm.": "table-told",
    "Case\tSex\tEnd\nA\tF\talive\nB\tM\tdied\nC\tM\talive\nD\tF\tdied at home\nOne patient died.": "table-listing",
}
CLEAN = (
    "Week\tStart\tIn\tOut\tEnd\n1\t30\t12\t10\t32\n2\t32\t0\t9\t23\n3\t23\t20\t8\t35",
    "Yields\nSite\tPositive\tNegative\nThigh\t12\t3\nCalf\t9\t6\nTrunk\t4\t9",
    "Centres\nCentre\tPatients\tAge\nOslo\t12\t50\nBergen\t30\t60\nTromso\t8\t55\nMean\t17\t57",
    "Solution\nSalt\t12.5 g\nWater\t50 mL\nTotal\t55 mL",
    "Outcome, n = 40\nAlive with ulcer\t12\nAlive without ulcer\t18\nDead\t10",
    "Case\tSex\tEnd\nA\tF\thealed\nB\tM\tpartly healed\nC\tM\tnot healed\nD\tF\thealed\nTwo healed.",
    "Route\tPatients\tHealed\nVein\t24\t13\nSkin\t17\t9\nNote. Five of the 17 skin patients were lost.",
    "Sex\tn, N = 30\nWomen\t21\nMen\t9\nNote. Age was not recorded in two patients.",
    "Patient\tDrug\n1\tWarfarin†\n2\tNone\n3\tWarfarin†\n4\tNone\n† Stopped in patients 1 and 3.",
    "Patient\tBefore\tAfter\nA\t8\t3\nB\t6\t6\nC\t7\t2\nNote. Pain fell in two of the three patients.",
    "Clinic\tUnits\tStaff\nDay\t11\t40\nNight\t7\t22\nTotal\t15\t62\nThree units belong to both.",
    "Flow\tDrug\nRandomised\t40\nTreated\t38\nDied\t4\nLost to follow-up\t5\nAnalysed\t31\nTwo were lost untreated.",
    "Site\tPatients\tLesions healed\nShin\t4\t9\nThigh\t6\t5\nBelly\t5\t1",
    "Question\tYes\nAny pain?\t11\nWould you go on?\t14\nWas it quick?\t9\nDid it help?\t10",
    "Table 1. Reasons for stopping (n = 31)\nCured\t12\nRash\t9\nDeath\t4\nNo reason recorded\t6",
    "Table 1. Symptoms (n = 20)\nPain\t12\nItch\t9\nSwelling\t2",
    "Table 1. Sex and smoking (N = 34)\nWomen\t27\nMen\t7\nSmoker\t9\nNever\t25",
    "Adverse event\tPatients\tEvents\nBurning\t8\t21\nNausea\t5\t9\nRash\t2\t2\nAny\t11\t32",
    "Table 3. Flow\n\tDrug\nScreened\t40\nNot eligible\t9\nToo young\t5\nRefused\t4\nRandomised\t31",
    "Table 4. Cases\nNo.\tSex\tLesions\n1\tF\t3\n2\tF\t1\n3\tM\t4\nNote: 3 patients (2 women), 8 lesions in all.",
    "Table 5. Events\nNausea\t6\nVomiting\t3\nNo event\t12\nNote: 8 patients had nausea or vomiting.",
    "Year\tAt start\tDied\tAt end\n1\t52\t12\t40\n2\t40\t7\t33\n3\t33\t5\t28",
    "Pt\tAge\tDose, g\tWeeks\n1\t41\t25\t16\n2\t60\t25\t35\n3\t52\t12.5\t30",
    "Pt\tSite\n1\tthumb*\n2\tshin\n3\tknee*\n* In these two patients a nerve block was used.",
    "Table 5. Events\nNausea\t6\nVomiting\t3\nNote: 2 patients had severe nausea.",
)


def _found(text: str) -> set[str]:
    marks = scan_document(read_plain(text, "a table")).marks
    return {m.finding.check for m in marks if m.finding.verdict in (Verdict.FAILS, Verdict.ASSUMES)}


@pytest.mark.parametrize("text", SLIPS)
def test_a_table_that_does_not_close_is_told(text: str) -> None:
    assert _found(text) == {SLIPS[text]}


@pytest.mark.parametrize("text", CLEAN)
def test_a_table_that_may_be_right_is_left_alone(text: str) -> None:
    assert _found(text) == set()


def test_what_speaks_for_rows_that_hold_each_once() -> None:
    assert shares_out("Comorbidities", "", ["Diabetes", "Obesity"]) == 0
    assert shares_out("Comorbidities", "each patient in one row", ["Diabetes", "Obesity"]) == 4
    assert shares_out("Reasons for stopping", "", ["Cured", "Rash"]) == 1
    assert shares_out("Causes of death", "", ["Sepsis", "Unknown"]) == 2
