"""Everything that touches the world, each behind a port, each with its own extra."""
