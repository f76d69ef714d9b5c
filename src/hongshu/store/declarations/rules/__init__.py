"""Pure decisions about customs documents."""
