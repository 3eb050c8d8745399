"""The same stories at a real desk: what its doors add may hide a case, and decides nothing otherwise."""

import pytest

from slrt_core.testing.desk_stage import DeskStage
from slrt_core.testing.playing import play
from slrt_core.testing.stories import Story
from tests.vectors.process.measured import book_of, the_oracle


@pytest.mark.parametrize("story", the_oracle().stories, ids=lambda story: story.id)
def test_it_is_the_same_at_a_desk(story: Story) -> None:
    """Every line holds there as well."""
    stage = DeskStage(book_of(*sorted(story.settings.items())))
    for line, wrong in play(story, stage):
        assert not wrong, f"{line.number}: {line.text}: {wrong}"
