"""What the vault needs from outside."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class Answer(StrEnum):
    """What a verifier says of a name and a number."""

    SAME_PERSON = "same_person"
    NOT_SAME = "not_same"


class Verifier(Protocol):
    """Compares a name and a resident id with the state's register.

    Called outside of any transaction. Raises ``kernel.errors.OutsideFailure`` when no answer came.
    """

    name: str

    def compare(self, *, name: str, number: str) -> Answer:
        """Whether the two belong to one person."""
        ...
