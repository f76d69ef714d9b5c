"""Pure decisions of promotions."""
