"""What households say: the content of each case, by kind."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from attrs import define, field

from slrt_core import (
    Addition,
    Change,
    Complaint,
    Enquiry,
    FieldChange,
    Household,
    Need,
    Participation,
    Problem,
)
from slrt_core.cli.demo.plans import Plan
from slrt_core.model.contents import CaseKind, Content

__all__ = ["LISTED_ONLY", "Sayings"]

LISTED_ONLY = frozenset({"PKH", "SEMBAKO", "PBI-JK"})
"""Needs of these programs are put in by listed households; an unlisted one waits (R-REG-3)."""

_COMPLAINTS = (
    ("not-received", "SEMBAKO", "Saldo KKS kosong sejak bulan lalu, padahal nama masih tercantum."),
    ("removed", "PKH", "Bantuan berhenti tanpa pemberitahuan."),
    ("late", "PKH", "Tahap ini belum cair, di desa sebelah sudah."),
    ("card-inactive", "PBI-JK", "Kartu KIS ditolak puskesmas karena nonaktif."),
    ("school-costs", "PIP", "Anak belum menerima dana sekolah."),
    ("civil-papers", "ADMINDUK", "Akta kelahiran anak belum terbit."),
    ("wrongly-listed", "PKH", "Ada penerima yang sudah mampu."),
    ("deduction", "BLT-DD", "Bantuan dipotong saat pembagian."),
    ("card-lost", "SEMBAKO", "Kartu hilang, tidak bisa mengambil bantuan."),
    ("late", "RTLH-PROV", "Bahan bangunan belum datang."),
    ("not-listed", "PBI-JK", "Merasa layak tetapi tidak terdaftar."),
    ("other", "BAZNAS", "Permohonan bantuan belum dijawab."),
    ("health-service", "JAMKESDA", "Diminta membayar di muka saat berobat."),
)
_WITHOUT_PROGRAM = (
    ("health-service", "Antrean pelayanan terlalu lama untuk lansia."),
    ("other", "Tidak tahu harus mengurus ke mana."),
)
_IMPROVED = (("floor", "cement"), ("drinking_water", "piped"), ("roof", "zinc"), ("toilet", "own"), ("power", "900"))


@define
class Sayings:
    """Makes up contents; topics take turns, so that all of them are complained of.

    Args:
        rng: the only source of chance.
    """

    rng: Random
    _complaint: int = field(default=0, init=False)

    def wish(self, program: str) -> Need:
        """A need that a household itself puts in, while it is not known yet whether it is eligible."""
        return Need(program=program, text="Diminta keluarga; kelayakannya belum dapat dipastikan.")

    def complaint(self, plan: Plan) -> Complaint:
        """A complaint; anonymous or about an officer if the plan says so."""
        if plan.topic == "anonymous":
            return Complaint(topic="violence", text="Tetangga mendengar anak dipukul.", anonymous=True, sensitive=True)
        if plan.topic == "none":
            topic, text = self.rng.choice(_WITHOUT_PROGRAM)
            return Complaint(topic=topic, text=text)
        if plan.topic:
            topic, program, text = next(line for line in _COMPLAINTS if line[0] == plan.topic)
            return Complaint(topic=topic, program=program, text=text)
        self._complaint += 1
        # Who steps in after an objection does not read sensitive cases.
        lines = [line for line in _COMPLAINTS if not plan.fate.startswith("objection") or line[0] != "deduction"]
        topic, program, text = lines[self._complaint % len(lines)]
        return Complaint(topic=topic, program=program, text=text)

    def other(self, kind: CaseKind, household: Household | None, today: date) -> Content:
        """What is said in a case of any other kind."""
        match kind:
            case CaseKind.CHANGE if household is not None:
                return Change(changes=[self._change(household, today)])
            case CaseKind.PARTICIPATION if household is not None:
                return Participation(
                    program=self.rng.choice(("PKH", "SEMBAKO", "PIP")),
                    unit=household.families[0].id,
                    status=self.rng.choice(("active", "active", "left")),
                    since=today - timedelta(days=self.rng.randint(5, 60)),
                )
            case CaseKind.ADDITION:
                return Addition(worthy=True, grounds="Tidak ada penghasilan tetap, rumah tidak layak.")
            case CaseKind.ENQUIRY:
                return Enquiry(text="Bagaimana cara mengurus kartu yang nonaktif?", sector="health")
            case _:
                return Problem(text="Kepala keluarga sakit dan tidak bisa bekerja.", sector="health")

    def mapped(self, need: Need | None) -> Content:
        """What a problem turns out to be: a need, or a complaint of a service."""
        topic, text = _WITHOUT_PROGRAM[0]
        return need or Complaint(topic=topic, text=text)

    def _change(self, household: Household, today: date) -> FieldChange:
        variable, new = self.rng.choice(_IMPROVED)
        return FieldChange(
            unit=household.id,
            variable=variable,
            old=household[variable],
            new=new,
            valid_from=today,
            evidence="foto-rumah.jpg",
        )
