"""Ours against the peers: what `make bench ARGS=criteria` runs. Parts can be named, see `peers`."""

import sys

from tests.benchmarks.criteria.ours import OURS
from tests.benchmarks.criteria.peers import main

main(OURS, sys.argv[1:])
