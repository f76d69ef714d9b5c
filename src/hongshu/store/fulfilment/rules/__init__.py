"""Pure decisions of fulfilment."""
