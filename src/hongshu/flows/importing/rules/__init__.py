"""Pure decisions: what a row of a foreign list becomes here."""
