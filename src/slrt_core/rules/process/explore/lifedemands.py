"""What must be possible in a participation and in the catalogue. Written from the rules (R-…), not from the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.reasons import Text
from slrt_core.rules.process.explore.lifefindings import LifeDemand
from slrt_core.rules.process.explore.lifemoves import quarter

if TYPE_CHECKING:
    from slrt_core.rules.process.explore.lifeworld import LifeScene
    from slrt_core.rules.process.lifeneeds import Living

__all__ = ["LIFE_DEMANDS"]

_TAKES_PART = ("active", "suspended", "graduating")
_CANDIDATE = ("candidate", "validated")


def _unmet(record: Living, scene: LifeScene) -> bool:
    now = str(quarter(scene.setting.on))
    found = {period for (period, _, _), met in record.commitments.items() if met is False}
    return any(period < now and period not in record.counted for period in found)


def _unpaid(record: Living, scene: LifeScene) -> bool:
    return str(quarter(scene.setting.on)) not in record.disbursed


def _unheld(record: Living, scene: LifeScene) -> bool:
    return scene.setting.on not in {meeting.on for meeting in record.meetings}


def _part(id: str, rule: str, words: tuple[str, str], states: tuple[str, ...], **more: object) -> LifeDemand:
    return LifeDemand(id=id, rule=rule, text=Text(*words), life="participation", states=states, **more)  # type: ignore[arg-type]


def _program(id: str, rule: str, words: tuple[str, str], states: tuple[str, ...], **more: object) -> LifeDemand:
    return LifeDemand(id=id, rule=rule, text=Text(*words), life="program", states=states, **more)  # type: ignore[arg-type]


LIFE_DEMANDS: tuple[LifeDemand, ...] = (
    # programs (R-PRG-2)
    _program("enter", "R-PRG-2", ("program tidak dapat dimasukkan", "a program cannot be entered"),
             ("district", "elsewhere"), command="enter_program"),
    _program("approve", "R-PRG-2", ("masukan tidak dapat disetujui", "an entry cannot be approved"),
             ("entered",), command="approve_program"),
    _program("return-program", "R-APP-2", ("masukan tidak dapat dikembalikan", "an entry cannot be returned"),
             ("entered",), command="return_program"),
    _program("reject-program", "R-APP-2", ("masukan tidak dapat ditolak", "an entry cannot be rejected"),
             ("entered",), command="reject_program"),
    _program("withdraw-program", "R-PRG-2", ("masukan tidak dapat ditarik", "an entry cannot be withdrawn"),
             ("entered", "returned"), command="withdraw_program"),
    _program("return-leads-on", "R-PRG-2", ("pengembalian jalan buntu", "a return is a dead end"),
             ("returned",), reach="approved"),
    _program("end-program", "R-PRG-2", ("program tidak dapat diakhiri", "a program cannot be ended"),
             ("approved",), command="end_program"),
    # participation (R-PRG-6)
    _part("enrol", "R-PRG-6", ("calon tidak dapat dicatat", "a candidate cannot be recorded"), ("new",),
          command="enrol"),
    _part("validate", "R-PRG-6", ("calon tidak dapat divalidasi", "a candidate cannot be validated"),
          ("candidate",), command="validate"),
    _part("activate", "R-PRG-6", ("calon tervalidasi tidak dapat diterima", "who is validated cannot be taken in"),
          ("validated",), command="activate"),
    _part("reject-candidate", "R-APP-8", ("calon tidak dapat ditolak", "a candidate cannot be rejected"),
          _CANDIDATE, command="reject"),
    _part("return-candidate", "R-APP-8", ("tidak dapat dikembalikan", "it cannot be returned"),
          ("validated", "graduating"), command="return"),
    _part("candidate-leads-on", "R-PRG-6", ("calon tidak dapat menjadi aktif", "a candidate never becomes active"),
          _CANDIDATE, reach="active"),
    _part("leave", "R-FUP-3", ("keluarga tidak dapat keluar", "the family cannot leave"),
          (*_CANDIDATE, *_TAKES_PART), command="leave"),
    _part("end", "R-PRG-6", ("kepesertaan tidak dapat diakhiri", "a participation cannot be ended"), _TAKES_PART,
          command="end"),
    _part("update", "R-PRG-6", ("data tidak dapat diperbarui", "the data cannot be updated"),
          (*_CANDIDATE, *_TAKES_PART), command="update_data"),
    _part("verify", "R-PRG-6", ("komitmen tidak dapat diverifikasi", "commitments cannot be verified"), _TAKES_PART,
          command="verify_commitments"),
    _part("disburse", "R-PRG-6", ("penyaluran tidak dapat dicatat", "a disbursement cannot be confirmed"),
          ("active",), command="confirm_disbursement", given=_unpaid),
    _part("attend", "R-PRG-6", ("kehadiran tidak dapat dicatat", "attendance cannot be recorded"), _TAKES_PART,
          command="record_attendance", given=_unheld),
    _part("suspend", "R-PRG-6", ("tidak dapat ditangguhkan", "who did not meet commitments cannot be suspended"),
          ("active",), command="suspend", given=_unmet),
    _part("resume", "R-PRG-6", ("penangguhan tidak dapat dicabut", "who is suspended cannot be taken in again"),
          ("suspended",), command="resume"),
    _part("propose", "R-PRG-6", ("kelulusan tidak dapat diusulkan", "graduation cannot be proposed"), ("active",),
          command="propose_graduation"),
    _part("graduate", "R-PRG-6", ("tidak dapat diluluskan", "who is proposed cannot graduate"), ("graduating",),
          command="graduate"),
    _part("graduating-leads-back", "R-PRG-6", ("usul yang dikembalikan jalan buntu",
          "a returned proposal is a dead end"), ("graduating",), reach="active"),
)  # fmt: skip
"""The demands of the library for lives."""
