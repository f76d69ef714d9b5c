"""Discovery: how the right note reaches the right person."""
