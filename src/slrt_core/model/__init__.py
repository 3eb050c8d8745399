"""The values of the field: what households, programs, cases and officers are. Frozen, checked as they are made."""

from slrt_core.model import (
    cases,
    commands,
    contents,
    criteria,
    determinations,
    events,
    facts,
    forms,
    homes,
    identity,
    lists,
    lives,
    officers,
    parameters,
    programs,
    regions,
    registry,
)
from slrt_core.model.cases import *  # noqa: F403
from slrt_core.model.commands import *  # noqa: F403
from slrt_core.model.contents import *  # noqa: F403
from slrt_core.model.criteria import *  # noqa: F403
from slrt_core.model.determinations import *  # noqa: F403
from slrt_core.model.events import *  # noqa: F403
from slrt_core.model.facts import *  # noqa: F403
from slrt_core.model.forms import *  # noqa: F403
from slrt_core.model.homes import *  # noqa: F403
from slrt_core.model.identity import *  # noqa: F403
from slrt_core.model.lists import *  # noqa: F403
from slrt_core.model.lives import *  # noqa: F403
from slrt_core.model.officers import *  # noqa: F403
from slrt_core.model.parameters import *  # noqa: F403
from slrt_core.model.programs import *  # noqa: F403
from slrt_core.model.regions import *  # noqa: F403
from slrt_core.model.registry import *  # noqa: F403

__all__: list[str] = []
__all__ += cases.__all__
__all__ += commands.__all__
__all__ += contents.__all__
__all__ += criteria.__all__
__all__ += determinations.__all__
__all__ += events.__all__
__all__ += facts.__all__
__all__ += forms.__all__
__all__ += homes.__all__
__all__ += identity.__all__
__all__ += lists.__all__
__all__ += lives.__all__
__all__ += officers.__all__
__all__ += parameters.__all__
__all__ += programs.__all__
__all__ += regions.__all__
__all__ += registry.__all__
