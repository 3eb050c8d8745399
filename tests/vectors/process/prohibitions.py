"""Every prohibition of the rules."""

from tests.vectors.process import (
    prohibitions_apart,
    prohibitions_path,
    prohibitions_referrals,
    prohibitions_time,
)

PROHIBITIONS = (
    *prohibitions_apart.PROHIBITIONS,
    *prohibitions_path.PROHIBITIONS,
    *prohibitions_referrals.PROHIBITIONS,
    *prohibitions_time.PROHIBITIONS,
)
