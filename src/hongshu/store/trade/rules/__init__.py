"""Pure decisions of trade."""
