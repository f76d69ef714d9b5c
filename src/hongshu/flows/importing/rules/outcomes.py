"""What a rule says when a row cannot be taken."""

from __future__ import annotations


class UnusableRow(Exception):
    """The row cannot become anything here; the text is the reason, for whoever reads the report."""
