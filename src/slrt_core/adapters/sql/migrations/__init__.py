"""The steps from each published schema to the next. What stands here is never changed again; it only grows."""
