"""Background entry points of declarations."""

from __future__ import annotations

from hongshu.kernel import background
from hongshu.store.declarations.services import send_due


@background.job("declarations.send_due", cron="* * * * *")
def send_due_documents() -> None:
    """Send what waits, also what could not be sent before."""
    while send_due():
        pass
