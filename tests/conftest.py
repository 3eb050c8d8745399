"""How Hypothesis searches: the same everywhere in CI, a little differently each time on a developer's machine."""

import os
import sys

from hypothesis import HealthCheck, settings

_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]

settings.register_profile("dev", deadline=None, suppress_health_check=_SLOW)
settings.register_profile("ci", parent=settings.get_profile("dev"), derandomize=True, print_blob=True)
settings.register_profile("long", parent=settings.get_profile("dev"), max_examples=2000)


def pytest_sessionfinish() -> None:
    """Drop the databases that tests have made, if any was made in this process."""
    if places := sys.modules.get("tests.sql.places"):
        places.drop_all()


settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))
