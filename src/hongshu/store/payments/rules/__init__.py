"""Pure decisions of payments: no clock, no chance, no database."""
