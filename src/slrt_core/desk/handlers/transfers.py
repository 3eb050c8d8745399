"""A running case goes on under another rulebook, just as the plan showed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.desk.handlers.moves import result_of
from slrt_core.desk.handlers.permission import may
from slrt_core.desk.visible import readable
from slrt_core.errors import Conflict
from slrt_core.model.events import Transferred
from slrt_core.model.officers import HOST
from slrt_core.reasons import Text
from slrt_core.rules import access
from slrt_core.rules.process import step
from slrt_core.rules.process.transferring import destination, misnamed, obstacles

if TYPE_CHECKING:
    from slrt_core.desk.results import CaseResult
    from slrt_core.desk.work import Work
    from slrt_core.model.commands import Transfer
    from slrt_core.model.officers import Actor

__all__ = ["transfer"]


def transfer(command: Transfer, actor: Actor, work: Work) -> CaseResult:
    """Move one case to another rulebook.

    Raises:
        NotFound: there is no such case, none that the actor may see, or no such rulebook.
        Conflict: the case has moved on since the plan was made.
        Refused: the actor may not, or the case cannot go on there; with every reason.
    """
    work.refuse_unless(may(actor, "move_cases", work))
    case = work.case(command.case) if actor == HOST else readable(command.case, actor, work)
    if actor != HOST:
        work.refuse_unless(access.mandate(work.setting, actor, case.region))
    if (case.version, case.digest, case.rulebook) != (command.seen.version, command.seen.digest, command.old):
        words = Text("kasus sudah berubah sejak rencana dibuat", "the case has moved on since the plan was made")
        raise Conflict("stale", words, path=case.id, rule="R-APP-10")
    names = dict(command.names)
    # A case follows the protocol of its program, in either rulebook.
    old, new = (work.process(hash_).under(case.program) for hash_ in (command.old, command.new))
    work.refuse_unless((*misnamed(old, new, names), *obstacles(case, old, new, names)))
    state, referral = destination(case, old, names)
    event = Transferred(
        at=work.moment.at,
        on=work.moment.on,
        actor=actor,
        rulebook=new.hash,
        before=old.hash,
        state=state,
        referral=case.referral.id if referral and case.referral else "",
        referral_state=referral,
        plan=command.plan,
    )
    after = step(case, event)
    work.put_case(after, [event], before=case.version)
    return result_of(after)
