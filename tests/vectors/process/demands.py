"""Every demand of the rules: what must be possible, at each moment of each story at which it is due."""

from tests.vectors.process import demands_desks, demands_referrals

DEMANDS = (*demands_desks.DEMANDS, *demands_referrals.DEMANDS)
