"""The operations, by what they are about: one call each, then bytes."""
