"""Pure decisions: the same input always gives the same answer, and nothing here touches the world."""
