"""Pure decisions: which columns there are, what a cell says, and which product rows tell."""
