"""One module for each published schema."""
