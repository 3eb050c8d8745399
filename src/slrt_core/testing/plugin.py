"""For pytest: the fixture ``slrt_district``. It is found by entry point and loads nothing before it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slrt_core.testing.district import SmallDistrict

__all__ = ["slrt_district"]


@pytest.fixture
def slrt_district() -> Iterator[SmallDistrict]:
    """A small district at a desk in memory; see `slrt_core.testing.small_district`."""
    from slrt_core.testing.district import small_district  # noqa: PLC0415  (see above)

    district = small_district()
    yield district
    district.storage.close()
