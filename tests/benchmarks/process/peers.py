"""The same case in three engines that people use in Python, each written as its documentation shows.

transitions and python-statemachine are told of a case by the object they move; SpiffWorkflow grows a tree of tasks.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import partial
from typing import Any

from attrs import frozen
from lxml import etree
from SpiffWorkflow import TaskState, Workflow
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine, TaskDataEnvironment
from SpiffWorkflow.operators import Operator
from SpiffWorkflow.specs import ExclusiveChoice, Simple, WorkflowSpec
from statemachine import State, StateMachine
from transitions import EventData, Machine

from slrt_core.model.commands import Moment, Move
from slrt_core.model.contents import Need
from slrt_core.model.officers import Actor
from tests.benchmarks.process.guards import Ticket, guards_of
from tests.benchmarks.process.story import Line, Stage, lines

__all__ = ["Engine", "spiff", "spiff_bpmn", "state_machine", "transitions_"]

Take = Callable[[Move, Actor], bool]
"""Takes a step, and says whether it was taken."""


@frozen
class Engine:
    """A peer that knows the process.

    Args:
        begin: begins a case.
        resume: takes up a case in the state in which it was loaded; nothing if that needs more than an object's state.
    """

    begin: Callable[[], tuple[Ticket, Take]]
    resume: Callable[[Ticket], Take] | None = None


def _ticket(on: Stage, moment: Moment) -> Ticket:
    sari = Actor(officer="sari", person="sari", post="facilitator")
    return Ticket(on_stage=on, recorder=sari, content=Need(program="SEMBAKO"), moment=moment)


def _engine(on: Stage, moment: Moment, resume: Callable[[Ticket], Take]) -> Engine:
    def begin() -> tuple[Ticket, Take]:
        ticket = _ticket(on, moment)
        return ticket, resume(ticket)

    return Engine(begin, resume)


def _guard(name: str, line: Line) -> Callable[[Ticket, Move, Actor], bool]:
    """A guard as a function of case, move and actor, whatever of them it looks at."""
    method = getattr(Ticket, name)
    takes = list(inspect.signature(method).parameters)[1:]
    match takes:
        case []:
            return lambda ticket, move, actor: method(ticket)
        case ["actor"]:
            return lambda ticket, move, actor: method(ticket, actor)
        case ["move"]:
            return lambda ticket, move, actor: method(ticket, move)
        case _:
            return lambda ticket, move, actor: method(ticket, actor, line)


def transitions_(on: Stage, moment: Moment) -> Engine:
    """`transitions`: one machine for all cases, each a model of it."""
    table = lines(on.setting.rulebook)

    def condition(guard: Callable[[Ticket, Move, Actor], bool]) -> Callable[[EventData], bool]:
        def asked(event: EventData) -> bool:
            ticket: Any = event.model
            return guard(ticket, event.kwargs["move"], event.kwargs["actor"])

        return asked

    def note(line: Line) -> Callable[[EventData], None]:
        def noted(event: EventData) -> None:
            ticket: Any = event.model
            ticket.note(event.kwargs["move"], event.kwargs["actor"], line)

        return noted

    machine = Machine(
        model=None,
        states=sorted({state for line in table for state in (line.before, line.after)}),
        initial="recorded",
        auto_transitions=False,
        send_event=True,
        transitions=[
            {
                "trigger": f"do_{line.command}",
                "source": line.before,
                "dest": line.after,
                "conditions": [condition(_guard(name, line)) for name in guards_of(line)],
                "before": note(line),
            }
            for line in table
        ],
    )

    def resume(ticket: Ticket) -> Take:
        machine.add_model(ticket, initial=ticket.state)

        def take(move: Move, actor: Actor) -> bool:
            return bool(getattr(ticket, f"do_{move.command}")(move=move, actor=actor))

        return take

    return _engine(on, moment, resume)


def state_machine(on: Stage, moment: Moment) -> Engine:
    """`python-statemachine`: a class for the process, an instance for each case."""
    table = lines(on.setting.rulebook)
    names = sorted({state for line in table for state in (line.before, line.after)})
    states = {name: State(name, initial=name == "recorded") for name in names}

    def condition(guard: Callable[[Ticket, Move, Actor], bool]) -> Callable[..., bool]:
        def asked(model: Ticket, move: Move, actor: Actor) -> bool:
            return guard(model, move, actor)

        return asked

    def note(line: Line) -> Callable[..., None]:
        def noted(model: Ticket, move: Move, actor: Actor) -> None:
            model.note(move, actor, line)

        return noted

    body: dict[str, Any] = {**states}
    for line in table:
        way = states[line.before].to(
            states[line.after],
            cond=[condition(_guard(name, line)) for name in guards_of(line)],
            before=note(line),
        )
        name = f"do_{line.command}"
        body[name] = body[name] | way if name in body else way
    process = type("Process", (StateMachine,), body)

    def resume(ticket: Ticket) -> Take:
        machine = process(model=ticket)

        def take(move: Move, actor: Actor) -> bool:
            before = ticket.version
            machine.send(f"do_{move.command}", move=move, actor=actor)
            return ticket.version > before

        return take

    return _engine(on, moment, resume)


class _Fits(Operator):
    """Whether a line's command was given and its guards agree."""

    def __init__(self, line: Line) -> None:
        super().__init__(line)
        self.line = line
        self.guards = [_guard(name, line) for name in guards_of(line)]

    def _matches(self, task: Any) -> bool:
        ticket, move, actor = task.workflow.data["now"]
        return move.command == self.line.command and all(guard(ticket, move, actor) for guard in self.guards)


def spiff(on: Stage, moment: Moment) -> Engine:
    """SpiffWorkflow: a task waits in each state, and a choice leads on from it."""
    table = lines(on.setting.rulebook)
    spec = WorkflowSpec(name="need", addstart=True)
    names = sorted({state for line in table for state in (line.before, line.after)})
    waits = {name: Simple(spec, f"wait {name}", manual=True) for name in names}
    spec.start.connect(waits["recorded"])
    for name in names:
        leaving = [line for line in table if line.before == name]
        if not leaving:
            continue
        choice = ExclusiveChoice(spec, f"from {name}")
        waits[name].connect(choice)
        for number, line in enumerate(leaving):
            done = Simple(spec, f"{name} {line.command} {number}")
            done.completed_event.connect(partial(_noted, line))
            choice.connect_if(_Fits(line), done)
            done.connect(waits[line.after])
        refused = Simple(spec, f"{name} refused")
        choice.connect(refused)
        refused.connect(waits[name])

    def begin() -> tuple[Ticket, Take]:
        ticket = _ticket(on, moment)
        workflow = Workflow(spec)
        workflow.run_next()

        def take(move: Move, actor: Actor) -> bool:
            before = ticket.version
            workflow.data["now"] = (ticket, move, actor)
            workflow.get_next_task(state=TaskState.READY).run()
            while (task := workflow.get_next_task(state=TaskState.READY, manual=False)) is not None:
                task.run()
            return ticket.version > before

        return ticket, take

    return Engine(begin)


def _noted(line: Line, workflow: Any, task: Any) -> None:
    ticket, move, actor = workflow.data["now"]
    ticket.note(move, actor, line)
    ticket.state = line.after


_BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def spiff_bpmn(on: Stage, moment: Moment) -> Engine:
    """SpiffWorkflow as its guide shows it: a BPMN process of user tasks and gateways with conditions."""
    table = lines(on.setting.rulebook)
    guards = [[_guard(name, line) for name in guards_of(line)] for line in table]
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.ElementTree(_bpmn(table)))
    spec = parser.get_spec("need")
    now: list[tuple[Ticket, Move, Actor]] = []

    def fits(number: int) -> bool:
        ticket, move, actor = now[0]
        return move.command == table[number].command and all(g(ticket, move, actor) for g in guards[number])

    def note(number: int) -> None:
        ticket, move, actor = now[0]
        ticket.note(move, actor, table[number])
        ticket.state = table[number].after

    engine = PythonScriptEngine(environment=TaskDataEnvironment({"fits": fits, "note": note}))

    def begin() -> tuple[Ticket, Take]:
        ticket = _ticket(on, moment)
        workflow = BpmnWorkflow(spec, script_engine=engine)
        workflow.do_engine_steps()

        def take(move: Move, actor: Actor) -> bool:
            before = ticket.version
            now[:] = [(ticket, move, actor)]
            workflow.get_next_task(state=TaskState.READY, manual=True).run()
            workflow.do_engine_steps()
            return ticket.version > before

        return ticket, take

    return Engine(begin)


def _bpmn(table: list[Line]) -> Any:
    """The table as a BPMN document: what waits is a user task, what a step brings about a script."""
    root = etree.Element(f"{{{_BPMN}}}definitions", nsmap={"bpmn": _BPMN}, targetNamespace="need")
    process = etree.SubElement(root, f"{{{_BPMN}}}process", id="need", isExecutable="true")

    def node(kind: str, id_: str, **more: str) -> Any:
        return etree.SubElement(process, f"{{{_BPMN}}}{kind}", id=id_, **more)

    def flow(source: str, target: str, condition: str = "") -> None:
        id_ = f"{source}-{target}"
        made = node("sequenceFlow", id_, sourceRef=source, targetRef=target)
        if condition:
            etree.SubElement(made, f"{{{_BPMN}}}conditionExpression").text = condition

    node("startEvent", "start")
    flow("start", "in-recorded")
    for name in sorted({state for line in table for state in (line.before, line.after)}):
        # What flows together and what parts are two gateways, as BPMN wants it.
        node("exclusiveGateway", f"in-{name}")
        node("userTask", f"wait-{name}")
        node("exclusiveGateway", f"out-{name}", default=f"out-{name}-in-{name}")
        flow(f"in-{name}", f"wait-{name}")
        flow(f"wait-{name}", f"out-{name}")
        flow(f"out-{name}", f"in-{name}")
    for number, line in enumerate(table):
        script = node("scriptTask", f"do-{number}")
        etree.SubElement(script, f"{{{_BPMN}}}script").text = f"note({number})"
        flow(f"out-{line.before}", f"do-{number}", f"fits({number})")
        flow(f"do-{number}", f"in-{line.after}")
    return root
