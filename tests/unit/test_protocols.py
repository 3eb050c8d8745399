"""A program's protocol adds steps, sets deadlines and names a receiver, and takes nothing away (R-APP-10, P14(1)h)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from slrt_core.errors import Invalid
from slrt_core.model import (
    Assignment,
    CaseKind,
    Complaint,
    DatedCode,
    Decree,
    GovernanceLevel,
    Level,
    Need,
    Officer,
    Program,
    Provider,
    Region,
    RegionCode,
    RegionTree,
    Roster,
    UnitKind,
    Way,
)
from slrt_core.model.cases import Case
from slrt_core.reasons import Text
from slrt_core.rules.access import Setting
from slrt_core.rules.process import Decision, Scene, turns
from slrt_core.rules.rulebook import Row, Rulebook, load_rulebook, rulebook_from_texts
from tests.process.protocols import PROTOCOL

DEFAULT = load_rulebook()


def written(protocols: str, **chosen: str) -> Rulebook:
    return rulebook_from_texts({**DEFAULT.texts, "protocols.toml": protocols}, chosen)


BOOK = written(PROTOCOL)

# -------------------------------------------------------------------- a small staff

VILLAGE = "61.12.01.2001"
NEW_YEAR = date(2026, 1, 1)
DECREE = Decree(number="1/2026", dated=NEW_YEAR, issuer="Bupati")
LEVELS = (Level.PROVINCE, Level.REGENCY, Level.SUBDISTRICT, Level.VILLAGE)
CODES = ("61", "61.12", "61.12.01", VILLAGE)
MAP = RegionTree(
    regions=tuple(
        Region(
            id=code,
            name=code,
            level=level,
            parent=code.rpartition(".")[0] or None,
            codes=(DatedCode(code=RegionCode.parse(code), valid_from=NEW_YEAR),),
        )
        for code, level in zip(CODES, LEVELS, strict=True)
    )
)
STAFF = {
    "sari": "facilitator", "budi": "supervisor", "maya": "manager", "dian": "data_section_head",
    "bono": "back_office", "reza": "registry_manager", "koko": "coordination_team",
}  # fmt: skip
ROSTER = Roster(
    officers=tuple(Officer(id=name, name=name) for name in STAFF),
    assignments=tuple(
        Assignment(officer=name, post=post, regions="61.12", valid_from=NEW_YEAR, decree=DECREE)
        for name, post in STAFF.items()
    ),
)
RTLH = Program(
    code="RTLH",
    name=Text("rumah", "house"),
    provider=Provider(id="pu", name=Text("dinas", "office"), level=GovernanceLevel.DISTRICT),
    unit=UnitKind.FAMILY,
    benefit=Text("rumah", "house"),
)
SCENE = Scene(
    setting=Setting(rulebook=BOOK, roster=ROSTER, regions=MAP, on=date(2026, 1, 5)),
    programs={"RTLH": RTLH, "PKH": evolve(RTLH, code="PKH")},
)


def told(scene: Scene, content: Need | Complaint, steps: Iterable[str], way: Way = Way.HOME_VISIT) -> Case:
    """A case after steps, each as ``officer command [reason]``."""
    case = scene.open(content, way, scene.actor("sari", "facilitator"), VILLAGE)
    for step in steps:
        decision = asked(scene, case, step)
        assert decision.allowed, (step, decision.reasons)
        case = scene.after(case, decision.events)
    return case


def asked(scene: Scene, case: Case, step: str, **more: Any) -> Decision:
    officer, command, *reason = step.split()
    more |= {"reason": reason[0]} if reason else {}
    return scene.decide(case, scene.seen(case, command, **more), scene.actor(officer, STAFF[officer]))


def codes(decision: Decision) -> set[str]:
    return {reason.code for reason in decision.reasons}


NEED = Need(program="RTLH", text="rumah bocor")


class TestStep:
    def test_the_case_passes_the_added_post_first(self) -> None:
        case = told(SCENE, NEED, ["sari submit", "budi endorse"])
        assert case.state == "technical_check"
        assert codes(asked(SCENE, case, "maya refer")) == {"state"}
        assert codes(asked(SCENE, case, "maya endorse")) == {"post"}
        case = SCENE.after(case, asked(SCENE, case, "dian endorse").events)
        assert case.state == "recommendation"
        assert asked(SCENE, case, "maya refer").allowed

    def test_the_base_is_as_it_was_for_others(self) -> None:
        """Another program, and another kind of case of the same program, do not pass it: the legal twins."""
        for content in (Need(program="PKH"), Complaint(topic="late", program="RTLH", text="terlambat")):
            assert told(SCENE, content, ["sari submit", "budi endorse"]).state == "recommendation"

    def test_the_added_post_is_kept_apart_like_every_judge(self) -> None:
        """Who judged it at the step does not recommend it, and who recorded it does not judge it there."""
        also = Assignment(officer="dian", post="manager", regions="61.12", valid_from=NEW_YEAR, decree=DECREE)
        both = SCENE.staffed(ROSTER.with_entries([], [also]))
        case = told(both, NEED, ["sari submit", "budi endorse", "dian endorse"])
        mine = both.decide(case, both.seen(case, "refer"), both.actor("dian", "manager"))
        assert codes(mine) == {"apart-stage"}
        assert asked(both, case, "maya refer").allowed

    def test_it_may_return_and_reject_as_the_state_that_it_guards(self) -> None:
        case = told(SCENE, NEED, ["sari submit", "budi endorse"])
        assert SCENE.after(case, asked(SCENE, case, "dian return incomplete").events).state == "returned"
        assert codes(asked(SCENE, case, "dian return")) == {"need-reason"}
        rejected = SCENE.after(case, asked(SCENE, case, "dian reject not-entitled").events)
        assert (rejected.state, rejected.outcome) == ("decided", "rejected")

    def test_what_returns_passes_it_again(self) -> None:
        steps = ["sari submit", "budi endorse", "dian endorse", "maya return incomplete", "sari submit", "budi endorse"]
        assert told(SCENE, NEED, steps).state == "technical_check"

    def test_the_household_may_withdraw_and_what_is_late_is_escalated(self) -> None:
        case = told(SCENE, NEED, ["sari submit", "budi endorse"])
        assert SCENE.after(case, asked(SCENE, case, "sari withdraw", note="tidak jadi").events).state == "closed"
        rows = BOOK.under("RTLH").steps(CaseKind.NEED, Way.HOME_VISIT, "technical_check", "escalate")
        assert [row.scope for row in rows] == ["system"]

    def test_what_happens_by_itself_in_the_guarded_state_happens_in_the_step_too(self) -> None:
        """A district's own row, by which a case leaves the manager without anybody's doing."""
        row = "need,*,recommendation,referral_failed,decided,system,system,,,outcome:failed,3,,R-FUP-1 own\n"
        texts = {**DEFAULT.texts, "protocols.toml": PROTOCOL, "cases.csv": DEFAULT.texts["cases.csv"] + row}
        under = rulebook_from_texts(texts).under("RTLH")
        steps = under.steps(CaseKind.NEED, Way.HOME_VISIT, "technical_check", "referral_failed")
        assert [(step.scope, step.after) for step in steps] == [("system", "decided")]

    def test_it_is_somebodys_turn(self) -> None:
        case = told(SCENE, NEED, ["sari submit", "budi endorse"])
        waited = {post for _, posts, _ in turns(case, BOOK.under("RTLH")) for post in posts}
        assert waited == {"data_section_head"}

    def test_a_stand_in_takes_it_where_nobody_is_left(self) -> None:
        """The stage has its stand-ins: with the added post vacant, the next in line steps in; else they may not."""
        vacant = SCENE.staffed(evolve(ROSTER, assignments=tuple(a for a in ROSTER.assignments if a.officer != "dian")))
        case = told(vacant, NEED, ["sari submit", "budi endorse"])
        assert asked(vacant, case, "koko endorse").allowed
        assert codes(asked(SCENE, case, "koko endorse")) == {"stand-in"}

    def test_two_steps_are_passed_in_the_order_in_which_they_stand(self) -> None:
        second = PROTOCOL[PROTOCOL.index("[[protocol.step]]") : PROTOCOL.index("[[protocol.deadline]]")]
        second = second.replace("technical_check", "second_look").replace("data_section_head", "coordination_team")
        book = written(PROTOCOL + second)
        scene = evolve(SCENE, setting=evolve(SCENE.setting, rulebook=book), process=book)
        case = told(scene, NEED, ["sari submit", "budi endorse", "dian endorse"])
        assert case.state == "second_look"
        assert told(scene, NEED, ["sari submit", "budi endorse", "dian endorse", "koko endorse"]).state == (
            "recommendation"
        )

    def test_a_need_of_the_step_is_asked_for(self) -> None:
        book = written(PROTOCOL.replace("days = 5", 'days = 5\nneeds = ["result"]'))
        scene = evolve(SCENE, setting=evolve(SCENE.setting, rulebook=book), process=book)
        case = told(scene, NEED, ["sari submit", "budi endorse"])
        assert codes(asked(scene, case, "dian endorse")) == {"need-result"}
        assert asked(scene, case, "dian endorse", result="atap rusak").allowed


class TestDeadlinesAndReceiver:
    def test_deadlines(self) -> None:
        """Five working days for the check, three for the manager as in the table, then twenty instead of fourteen."""
        case = told(SCENE, NEED, ["sari submit", "budi endorse"])
        assert case.due == date(2026, 1, 12)
        case = told(SCENE, NEED, ["sari submit", "budi endorse", "dian endorse"])
        assert case.due == date(2026, 1, 8)
        case = told(SCENE, NEED, ["sari submit", "budi endorse", "dian endorse", "maya refer"])
        assert case.due == date(2026, 2, 3)  # the 16th of January is closed in 2026

    def test_of_a_referral(self) -> None:
        text = PROTOCOL.replace('kinds = ["need"]\n', "").replace(
            'state = "recommendation"\ncommand = "refer"', 'state = "requested"\ncommand = "accept"\nreferral = true'
        )
        book = written(text)
        assert {r.days for r in book.under("RTLH").referral_rows_at("requested") if r.command == "accept"} == {20}
        assert {r.days for r in book.referral_rows_at("requested") if r.command == "accept"} == {14}

    def test_the_receiver_is_the_one_it_names(self) -> None:
        steps = ["sari submit", "budi endorse", "dian endorse", "maya refer"]
        referral = told(SCENE, NEED, steps).referral
        assert referral is not None
        assert referral.receiver.post == "registry_manager"
        other = told(SCENE, Need(program="PKH"), ["sari submit", "budi endorse", "maya refer"]).referral
        assert other is not None
        assert (other.receiver.post, other.receiver.program) == ("program_manager", "PKH")

    def test_a_case_keeps_the_protocol_that_it_began_under(self) -> None:
        """The current rulebook has no protocol any more; the case that pinned it follows it to its end."""
        now = evolve(SCENE, setting=evolve(SCENE.setting, rulebook=DEFAULT), process=BOOK)
        case = told(now, NEED, ["sari submit", "budi endorse", "dian endorse", "maya refer"])
        assert case.rulebook == BOOK.hash
        assert case.referral is not None
        assert case.referral.receiver.post == "registry_manager"


class TestUnder:
    def test_without_a_protocol_it_is_the_rulebook_itself(self) -> None:
        assert DEFAULT.under("RTLH") is DEFAULT
        assert BOOK.under("") is BOOK
        assert BOOK.under("PKH") is BOOK

    def test_it_is_made_once_and_has_the_hash_of_its_files(self) -> None:
        under = BOOK.under("RTLH")
        assert BOOK.under("RTLH") is under
        assert under.under("RTLH") is under
        assert under.under("PKH") is BOOK
        assert under.hash == BOOK.hash != DEFAULT.hash
        assert BOOK.variants() == under.variants() == (BOOK, under)

    def test_a_rulebook_that_was_kept_before_there_were_protocols_and_mandates_loads(self) -> None:
        texts = {name: text for name, text in DEFAULT.texts.items() if name not in {"protocols.toml", "acting.toml"}}
        book = rulebook_from_texts(texts)
        assert (book.protocols, dict(book.acting)) == ((), {})

    def test_without_the_limit_no_deadline_grows(self) -> None:
        text = DEFAULT.texts["limits.toml"]
        start = text.index("[limit.protocol_stretch]")
        older = text[:start] + text[text.index("[limit.batch_items]") :]
        with pytest.raises(Invalid) as error:
            rulebook_from_texts({**DEFAULT.texts, "limits.toml": older, "protocols.toml": PROTOCOL})
        assert error.value.codes == ("protocol-deadline-limit",)
        shorter = PROTOCOL.replace("days = 20", "days = 7")
        rulebook_from_texts({**DEFAULT.texts, "limits.toml": older, "protocols.toml": shorter})


STEP, DEADLINE = "protocols.toml:protocol.0.step.0", "protocols.toml:protocol.0.deadline.0"
AGAIN = '\n[[protocol]]\nprogram = "{}"\nkinds = ["need"]\nbasis = "R-APP-10 own"\n'
WRONG = [
    ('before = "recommendation"', 'before = "recomendation"', f"{STEP}.before", "rulebook-unknown"),
    ('before = "recommendation"', 'before = "technical_check"', f"{STEP}.before", "rulebook-unknown"),
    ('before = "recommendation"', 'before = "recorded"', f"{STEP}.before", "protocol-step-place"),
    ('before = "recommendation"', 'before = "closed"', f"{STEP}.before", "protocol-step-place"),
    ('before = "recommendation"', 'before = "verified"', f"{STEP}.before", "protocol-step-place"),
    ('before = "recommendation"', 'before = "referred"', f"{STEP}.before", "protocol-step-late"),
    ('before = "recommendation"', 'before = "decided"', f"{STEP}.before", "protocol-step-late"),
    ('before = "recommendation"', 'before = "analysis"', f"{STEP}.before", "protocol-step-content"),
    ('before = "recommendation"', 'before = "returned"', f"{STEP}.before", "protocol-step-return"),
    ('state = "technical_check"', 'state = "review"', f"{STEP}.state", "rulebook-twice"),
    ('post = "data_section_head"', 'post = "data_section_haed"', f"{STEP}.post", "rulebook-unknown"),
    ('post = "data_section_head"', 'post = "system"', f"{STEP}.post", "rulebook-unknown"),
    ('stage = "review"', 'stage = "reveiw"', f"{STEP}.stage", "rulebook-unknown"),
    ('stage = "review"', 'stage = "handle"', f"{STEP}.stage", "rulebook-unknown"),
    ('stage = "review"', 'stage = ""', f"{STEP}.stage", "rulebook-unknown"),
    ("days = 5", "days = 0", f"{STEP}.days", "rulebook-days"),
    ("days = 5", 'days = 5\nneeds = ["sean"]', f"{STEP}.needs", "rulebook-unknown"),
    ("days = 5", "daze = 5", f"{STEP}.daze", "rulebook-unknown"),
    ("days = 20", "days = 29", f"{DEADLINE}.days", "protocol-deadline-limit"),
    ("days = 20", "days = 0", f"{DEADLINE}.days", "protocol-deadline-limit"),
    ('command = "refer"', 'command = "recommend"', DEADLINE, "protocol-deadline-row"),
    ('command = "refer"', 'command = "refer"\nreferral = true', f"{DEADLINE}.referral", "protocol-deadline-kinds"),
    ('program = "RTLH"', 'program = ""', "protocols.toml:protocol.0.program", "rulebook-missing"),
    ('kinds = ["need"]', 'kinds = ["addition"]', "protocols.toml:protocol.0.kinds", "rulebook-unknown"),
    ('receiver = "registry_manager"', 'receiver = "manager"', "protocols.toml:protocol.0.receiver", "rulebook-unknown"),
    ("R-APP-10 P14(1)h own", "P14(1)h", "protocols.toml:protocol.0.basis", "rulebook-basis"),
]


class TestMistakes:
    @pytest.mark.parametrize(("old", "new", "path", "code"), WRONG, ids=lambda value: str(value)[:40])
    def test_found_when_it_is_loaded(self, old: str, new: str, path: str, code: str) -> None:
        """With file, place and words in both languages."""
        assert old in PROTOCOL
        with pytest.raises(Invalid) as error:
            written(PROTOCOL.replace(old, new, 1))
        assert (path, code) in {(reason.path, reason.code) for reason in error.value.reasons}
        assert all(reason.text.id and reason.text.en for reason in error.value.reasons)

    def test_two_protocols_for_the_same_cases(self) -> None:
        with pytest.raises(Invalid) as error:
            written(PROTOCOL + AGAIN.format("RTLH"))
        assert [(r.path, r.code) for r in error.value.reasons] == [("protocols.toml:protocol.1", "rulebook-twice")]
        written(PROTOCOL + AGAIN.format("PKH"))

    def test_a_deadline_set_twice(self) -> None:
        twice = PROTOCOL + PROTOCOL[PROTOCOL.index("[[protocol.deadline]]") :]
        with pytest.raises(Invalid) as error:
            written(twice)
        assert [r.path for r in error.value.reasons] == ["protocols.toml:protocol.0.deadline.1"]

    def test_a_step_that_nobody_passes_under_the_chosen_options(self) -> None:
        """The approval of the back office's referrals is an option: where it is not asked, nothing comes before it."""
        text = PROTOCOL.replace('before = "recommendation"', 'before = "approval"')
        written(text)
        with pytest.raises(Invalid) as error:
            written(text, back_office_needs_manager="no")
        assert "protocol-step-place" in error.value.codes


# -------------------------------------------------------------------- nothing is taken away, whatever is written

GUARDED = ("review", "recommendation", "back_office", "approval")
DEADLINES = sorted(
    {
        (row.before, row.command)
        for row in DEFAULT.rows
        if row.days not in {None, -1} and row.kinds & {CaseKind.NEED, CaseKind.COMPLAINT} and row.scope != "system"
    }
)


@st.composite
def protocols(draw: st.DrawFn) -> str:
    """A protocol of one program, with up to three steps and two deadlines, as a district might write it."""
    kinds = draw(st.lists(st.sampled_from(["need", "complaint"]), min_size=1, unique=True))
    lines = ["[[protocol]]", 'program = "X"', f"kinds = {kinds}".replace("'", '"'), 'basis = "R-APP-10 own"']
    for number in range(draw(st.integers(0, 3))):
        lines += [
            "[[protocol.step]]",
            f'before = "{draw(st.sampled_from(GUARDED))}"',
            f'state = "added_{number}"',
            'label = { id = "x", en = "y" }',
            f'post = "{draw(st.sampled_from(["data_section_head", "coordination_team", "supervisor"]))}"',
            f'stage = "{draw(st.sampled_from(["review", "recommend", "decide"]))}"',
            f"days = {draw(st.integers(1, 30))}",
        ]
    for state, command in draw(st.lists(st.sampled_from(DEADLINES), max_size=2, unique=True)):
        rows = [
            row
            for row in DEFAULT.rows
            if (row.before, row.command) == (state, command) and {str(kind) for kind in row.kinds} & set(kinds)
        ]
        most = min((row.days or 0) for row in rows) * 2 if rows else 0
        if most > 0:
            lines += ["[[protocol.deadline]]", f'state = "{state}"', f'command = "{command}"']
            lines += [f"days = {draw(st.integers(1, most))}"]
    return "\n".join(lines)


def guarded(under: Rulebook, state: str) -> str:
    """The state of the base that a state stands for: an added one stands for the one that it guards."""
    steps = {step.state: step.before for protocol in under.applied for step in protocol.step}
    return steps.get(state, state)


def demands(row: Row) -> tuple[object, ...]:
    """What a row demands and does, but for where it leads."""
    return row.command, row.posts, row.scope, row.stage, row.effects, row.when


@given(protocols())
@settings(max_examples=12, deadline=None)
def test_no_row_need_stage_post_or_effect_disappears(text: str) -> None:
    """Every row of the base is there for every kind and way, demands the same, and leads to the same in the end."""
    base = written(text)
    under = base.under("X")
    for row in base.rows:
        for kind in row.kinds:
            for way in row.ways:
                twins = [
                    twin
                    for twin in under.steps(kind, way, row.before, row.command)
                    if demands(twin) == demands(row) and twin.needs == row.needs
                ]
                assert [guarded(under, twin.after) for twin in twins] == [row.after]
                assert (twins[0].days is None) == (row.days is None)


@given(protocols())
@settings(max_examples=12, deadline=None)
def test_every_path_with_the_added_endorsements_struck_out_is_a_path_of_the_base(text: str) -> None:
    """Whatever may be done in a state, an added endorsement but leads on, and all else the guarded state has too."""
    base = written(text)
    under = base.under("X")
    added = {step.state for protocol in under.applied for step in protocol.step}
    for row in under.rows:
        before, after = guarded(under, row.before), guarded(under, row.after)
        for kind in row.kinds:
            for way in row.ways:
                if row.before in added and row.command == "endorse":
                    assert (before, row.stage != "", "seen" in row.needs) == (after, True, True)
                    continue
                steps = base.steps(kind, way, before, row.command)
                assert any(
                    one.after == after and one.effects == row.effects and set(one.needs) <= set(row.needs)
                    for one in steps
                )


@given(protocols())
@settings(max_examples=12, deadline=None)
def test_nobody_comes_into_a_guarded_state_past_its_step(text: str) -> None:
    """The last step before a state is the only way in, for the kinds that the protocol is for."""
    under = written(text).under("X")
    for protocol in under.applied:
        last = {step.before: step.state for step in protocol.step}
        for row in under.rows:
            if row.after in last and row.kinds & set(protocol.kinds) and row.before != row.after:
                assert row.before == last[row.after]
