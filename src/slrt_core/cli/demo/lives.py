"""What programs ask about a household: who is expecting, insured, without papers, or taking part already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from attrs import evolve

from slrt_core import HouseholdForm, PersonForm
from slrt_core.model.facts import Value

__all__ = ["dwelling", "expecting", "kept_out", "papers", "taking_part"]

_POOR = 4
_INSURED = ("pbi",) * 9 + ("none",) * 5 + ("inactive_pbi",) * 3 + ("local", "self_paid", "self_paid")
_PAID_FOR = ("employer", "self_paid", "employer", "none", "pbi")
_WITH_PKH = ("active",) * 9 + ("none",) * 7 + ("candidate", "left")
_WITHOUT = ("none",) * 24 + ("active",)
_AT_SCHOOL = {"primary", "junior_secondary", "senior_secondary"}
_FERTILE = range(15, 50)
_GROWN_UP: Mapping[str, Value] = {
    "education": "senior_secondary",
    "school_level": "left",
    "disability": "none",
    "severe_disability": False,
    "breastfeeding": False,
}


def dwelling(rng: Random, *, poor: bool) -> dict[str, Value]:
    """Land, toilet, and whether the house was ever repaired with public money."""
    return {
        "land_ownership": rng.choice(("own", "own", "own", "other", "state")),
        "housing_aid": rng.random() < 0.1,
        "toilet_type": rng.choice(("gooseneck", "open_pit") if poor else ("gooseneck", "gooseneck", "covered_pit")),
        "sewage": rng.choice(("septic_tank", "pit", "field") if poor else ("septic_tank", "septic_tank", "pit")),
    }


def taking_part(rng: Random, decile: int, *, listed: bool) -> dict[str, Value]:
    """In which programs a family takes part; a few have one that is not meant for them."""
    poor = decile <= _POOR
    pkh = rng.choice(_WITH_PKH if poor and listed else _WITHOUT)
    staple = "active" if pkh == "active" and rng.random() < 0.8 else rng.choice(_WITH_PKH if poor else _WITHOUT)
    facts: dict[str, Value] = {
        "lost_livelihood": rng.random() < 0.1,
        "kks": staple == "active",
        "participation:PKH": pkh,
        "participation:SEMBAKO": staple,
        "participation:BLT-DD": "active" if poor and pkh == "none" and rng.random() < 0.2 else "none",
    }
    if poor:
        facts["village_meeting:BLT-DD"] = rng.random() < 0.5
    return facts


def papers(rng: Random, who: Mapping[str, Value], age: int, decile: int, village: str) -> dict[str, Value]:
    """What a person's own papers and circumstances are: insurance, documents, pregnancy, letters.

    Args:
        rng: the only source of chance.
        who: sex, relation, marital status, school, occupation and disability.
        age: in years.
        decile: of the household.
        village: the village's code.
    """
    poor, grown = decile <= _POOR, age > 17
    woman = who["sex"] == "female" and age in _FERTILE and who["relation"] != "child"
    insured = rng.choice(_INSURED if poor else _PAID_FOR)
    pregnant = woman and rng.random() < 0.12
    facts: dict[str, Value] = {
        "pregnant": pregnant,
        "breastfeeding": woman and not pregnant and rng.random() < 0.1,
        "health_insurance": insured,
        "participation:PBI-JK": "active" if insured == "pbi" else "none",
        "nik_verified": rng.random() < 0.9,
        "identity_region": village,
        "identity_documents": _documents(rng, age, married=who["marital_status"] == "married"),
    }
    if pregnant:
        facts["pregnancy_number"] = rng.randint(1, 3)
    if who["school_level"] in _AT_SCHOOL:
        facts["participation:PIP"] = rng.choice(("active", "none", "none") if poor else _WITHOUT)
    if grown:
        facts["owns_business"] = who["occupation"] in {"trader", "fisher"}
    if who["relation"] == "head":
        facts["zakat_category"] = rng.choice(("fakir", "miskin", "none")) if poor else "none"
        facts["office_letter"] = poor and rng.random() < 0.5
    if who["disability"] != "none":
        facts["medical_letter"] = rng.random() < 0.7
        facts["social_categories"] = ("disabilitas",) if grown else ("anak_disabilitas", "disabilitas")
    return facts


def _documents(rng: Random, age: int, *, married: bool) -> tuple[str, ...]:
    due = ["birth_certificate", "kk"]
    due += ["ktp"] if age > 16 else []
    due += ["marriage_certificate"] if married else []
    return tuple(document for document in due if rng.random() > 0.04)


def expecting(form: HouseholdForm, couple: Sequence[PersonForm]) -> HouseholdForm:
    """A listed household of a young couple: whether PKH is for them hangs on a pregnancy that nobody has asked about.

    Args:
        form: the household whose place they take.
        couple: husband and wife.
    """
    husband, wife = (evolve(person, facts={**person.facts, **_GROWN_UP}) for person in couple)
    unasked = {name: value for name, value in wife.facts.items() if not name.startswith("pregnan")}
    members = (evolve(husband, facts={**husband.facts, "pregnant": False}), evolve(wife, facts=unasked))
    family = form.families[0]
    family = evolve(family, members=members, facts={**family.facts, "participation:PKH": "none"})
    return evolve(form, families=(family,), facts={**form.facts, "central_status": "listed", "decile": 2})


def kept_out(form: HouseholdForm) -> HouseholdForm:
    """A poor household with PKH, to which the village assembly would give aid that does not go with it.

    Args:
        form: the household that it happens to.
    """
    family = form.families[0]
    states: dict[str, Value] = {
        "participation:PKH": "active",
        "participation:BLT-DD": "none",
        "village_meeting:BLT-DD": True,
    }
    family = evolve(family, facts={**family.facts, **states})
    return evolve(form, families=(family,), facts={**form.facts, "central_status": "listed", "decile": 2})
