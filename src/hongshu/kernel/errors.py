"""Expected refusals. A programmer's fault is an assertion; an outside failure is ``OutsideFailure``.

Surfaces map a refusal once: ``kind`` to an HTTP status, ``code`` to words that tell a person what to do.
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar


class RefusalKind(StrEnum):
    """What sort of "no" it is; the surface maps each to one HTTP status."""

    INVALID = "invalid"  # 422: the input cannot be accepted as it is
    BAD_REQUEST = "bad_request"  # 400: it cannot even be read
    NOT_FOUND = "not_found"  # 404: nothing there, or nothing that this person may know of
    SIGN_IN = "sign_in"  # 401
    FORBIDDEN = "forbidden"  # 403
    CONFLICT = "conflict"  # 409
    TOO_LARGE = "too_large"  # 413
    UNSUPPORTED = "unsupported"  # 415
    TOO_MANY = "too_many"  # 429


class DomainError(Exception):
    """A refusal with a stable code. ``details`` fill the blanks of its words and are safe to show."""

    code: ClassVar[str] = "refused"
    kind: ClassVar[RefusalKind] = RefusalKind.INVALID

    def __init__(self, *, field: str = "", **details: str | int) -> None:
        self.field = field
        self.details = details
        super().__init__(self.code)

    def __str__(self) -> str:
        said = ", ".join(f"{name}={value}" for name, value in self.details.items())
        where = f" ({self.field})" if self.field else ""
        return f"{self.code}{where}" + (f": {said}" if said else "")


class NotFound(DomainError):
    """Nothing there, or nothing this person may see: the two are not told apart."""

    code = "not_found"
    kind = RefusalKind.NOT_FOUND


class SignInNeeded(DomainError):
    """Only a signed-in member can do this."""

    code = "sign_in_needed"
    kind = RefusalKind.SIGN_IN


class NotAllowed(DomainError):
    """The person is known and may not do this."""

    code = "not_allowed"
    kind = RefusalKind.FORBIDDEN


class OutsideFailure(Exception):
    """A system outside the process failed. ``retryable`` says whether trying again can help."""

    def __init__(self, what: str, *, retryable: bool) -> None:
        self.retryable = retryable
        super().__init__(what)


def all_refusals() -> list[type[DomainError]]:
    """Every refusal class that is loaded, so that a test can ask each for its words."""
    found: list[type[DomainError]] = []
    waiting = [DomainError]
    while waiting:
        parent = waiting.pop()
        for child in parent.__subclasses__():
            found.append(child)
            waiting.append(child)
    return found
