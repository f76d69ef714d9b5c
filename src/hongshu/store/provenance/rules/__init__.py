"""Pure decisions of provenance."""
