"""Who is called what when something is told: by name where names may be shown, else by number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import field, frozen

from slrt_core.model.facts import UNKNOWN
from slrt_core.model.registry import Family, Household, Individual, UnitKind
from slrt_core.reasons import Text

__all__ = ["Names", "names_of"]

_GROWN = 18


@frozen(kw_only=True)
class Names:
    """Names for ids.

    Args:
        said: what somebody is called, by id; for a family or a household, the name of its head.
        members: which member of the household somebody is, from 1.
        families: which family of the household, from 1.
    """

    said: Mapping[str, str] = field(factory=dict)
    members: Mapping[str, int] = field(factory=dict)
    families: Mapping[str, int] = field(factory=dict)

    @classmethod
    def numbered(cls, families: Iterable[tuple[str, Iterable[str]]], said: Mapping[str, str] | None = None) -> Names:
        """Numbers in the order of the record.

        Args:
            families: each family's id with the ids of its members.
            said: names, where they may be shown.
        """
        held = [(family, tuple(members)) for family, members in families]
        people = [member for _, members in held for member in members]
        return cls(
            said=said or {},
            members={member: number for number, member in enumerate(people, 1)},
            families={family: number for number, (family, _) in enumerate(held, 1)},
        )

    def of(self, unit: str, kind: UnitKind) -> Text:
        """What a unit is called, in the middle of a sentence."""
        name = self.said.get(unit)
        match kind:
            case UnitKind.HOUSEHOLD:
                if name:
                    return Text(f"rumah tangga {name}", f"the household of {name}")
                return Text("rumah tangga ini", "this household")
            case UnitKind.FAMILY:
                if name:
                    return Text(f"keluarga {name}", f"the family of {name}")
                if len(self.families) > 1 and unit in self.families:
                    return Text(f"keluarga ke-{self.families[unit]}", f"family {self.families[unit]}")
                return Text("keluarga ini", "this family")
            case UnitKind.INDIVIDUAL:
                if name:
                    return Text(name, name)
                if unit in self.members:
                    return Text(f"anggota ke-{self.members[unit]}", f"member {self.members[unit]}")
                return Text("orang ini", "this person")


def names_of(household: Household, day: date | None = None, *, show: bool = True) -> Names:
    """The names of a household's people, with Bu or Pak for who is grown up.

    Args:
        household: as the reader may see it: who may see no names has none in it.
        day: on which they are how old; that on which something was last recorded, if not given.
        show: whether to say names at all; numbers if not.
    """
    families = [family for family in household.families if family["present"] is not False]
    said: dict[str, str] = {}
    day = day or _last(household)
    for family in families if show else ():
        living = _living(family)
        said |= {member.id: name for member in living if (name := _name(member, day))}
        head = next((m for m in living if m["relation"] == "head"), living[0] if living else None)
        if head and head.id in said:
            said[family.id] = said[head.id]
            said.setdefault(household.id, said[head.id])
    return Names.numbered([(f.id, [m.id for m in _living(f)]) for f in families], said)


def _last(household: Household) -> date:
    facts = (fact for unit in (household, *household.families, *household.members) for fact in unit.facts.values())
    return max((fact.recorded_at.date() for fact in facts), default=date.min)


def _living(family: Family) -> list[Individual]:
    return [member for member in family.members if member["deceased"] is not True]


def _name(member: Individual, day: date) -> str:
    name, born = member.name.strip(), member.birth_date
    if not name or born is UNKNOWN or not isinstance(born, date):
        return name
    grown = (day.year - born.year) - ((day.month, day.day) < (born.month, born.day)) >= _GROWN
    title = {"female": "Bu ", "male": "Pak "}.get(member.text("sex"), "") if grown else ""
    return name if name.startswith(("Bu ", "Pak ", "Ibu ", "Bapak ")) else title + name
