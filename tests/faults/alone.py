"""Runs one task in a process of its own without a zygote, for a tracer: acknowledgements go to the standard output."""

import json
import sys

from tests.faults.worker import Task, run

if __name__ == "__main__":
    run(Task(**json.loads(sys.argv[1])), sys.stdout.fileno())
