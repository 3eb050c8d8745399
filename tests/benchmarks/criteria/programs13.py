"""Thirteen programs for the benchmarks: of the forms that real ones have, of nobody's law.

Every one is of the unit household and has no parameters, so that each peer can write it down. They were written, and
the peers' versions with them, before there was an engine to measure.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["PAGES", "PROGRAMS"]

PROGRAMS: Mapping[str, str] = {
    # A threshold, and one exists over ages, codes and bools.
    "family": "household.decile <= 4 && household.members.exists(m, m.pregnant || age(m.birth_date) <= 6"
    " || age(m.birth_date) >= 60 || m.severe_disability"
    " || m.school_level in ['primary', 'junior_secondary', 'senior_secondary'])",
    # Nobody of a kind.
    "food": "household.decile <= 5 && !household.members.exists(m, m.occupation in ['civil_servant', 'employee'])",
    # Old people whom nobody of working age lives with.
    "elderly": "household.decile <= 5 && household.members.exists(m, age(m.birth_date) >= 70)"
    " && household.members.filter(m, age(m.birth_date) >= 18 && age(m.birth_date) <= 59).size() == 0",
    "disability": "household.decile <= 6"
    " && household.members.exists(m, m.severe_disability && age(m.birth_date) >= 18)",
    # Not together with two others.
    "cash": "household.decile <= 3"
    " && !(household.participation['PKH'] in ['validated', 'active', 'suspended'])"
    " && !(household.participation['SEMBAKO'] in ['validated', 'active', 'suspended'])"
    " && (household.monthly_income < 1000000"
    " || household.members.exists(m, m.chronic_illness in ['heart', 'tuberculosis', 'stroke', 'cancer']))",
    # The house: codes, and room for each of them.
    "housing": "household.decile <= 4 && (household.floor in ['earth', 'bamboo']"
    " || household.wall in ['bamboo', 'bamboo_weave', 'other']"
    " || household.floor_area < dec('7.2') * household.members.size())",
    # More who are too young or too old to work than others.
    "dependency": "household.members.filter(m, age(m.birth_date) < 15 || age(m.birth_date) >= 65).size()"
    " > household.members.filter(m, age(m.birth_date) >= 15 && age(m.birth_date) < 65).size()",
    # Income a head.
    "gas": "household.monthly_income < 500000 * household.members.size() && household.motorcycles <= 2",
    "school": "household.decile <= 4 && household.members.exists(m, age(m.birth_date) >= 6"
    " && age(m.birth_date) <= 21 && m.school_level in ['primary', 'junior_secondary', 'senior_secondary'])",
    # Thresholds only.
    "electricity": "household.power in ['450', '900'] && household.decile <= 4 && household.motorcycles <= 1",
    # A sum over some of the members.
    "fertiliser": "household.members.exists(m, m.farmer_registered && m.occupation in ['farmer', 'farm_worker'])"
    " && sum(household.members.map(m, m.farmer_registered, m.farmed_land)) <= dec('2.00')",
    # All of them, and at least one.
    "work": "household.members.size() >= 1 && household.members.all(m, age(m.birth_date) < 18"
    " || m.occupation in ['none', 'housework', 'student'])",
    # Counts of two kinds.
    "health": "household.decile <= 4"
    " || household.monthly_income < 3000000 && household.members.filter(m, age(m.birth_date) < 18).size() >= 3"
    " || household.members.filter(m, m.disability != 'none').size() >= 2",
}
"""The text of each program."""

PAGES: Mapping[str, str] = {
    "20 %": "household.decile <= 8 && household.members.exists(m, age(m.birth_date) >= 60)"
    " && !household.members.exists(m, m.occupation in ['civil_servant', 'employee'])",
    "1 %": "household.decile <= 5 && household.members.exists(m, m.severe_disability && age(m.birth_date) < 60)",
    "0.01 %": "household.decile <= 3 && household.members.exists(m, m.severe_disability && m.pregnant)",
}
"""What a page of a list is asked for: the share of the households that it holds for, about, and the text."""
