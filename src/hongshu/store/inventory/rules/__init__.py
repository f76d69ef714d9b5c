"""Pure decisions of the inventory: states, costs, samples, dates, verdicts."""
