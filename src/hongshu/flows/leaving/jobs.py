"""Background entry points of leaving."""

from __future__ import annotations

from hongshu.flows.leaving.services import erase_due
from hongshu.kernel import background


@background.job("leaving.erase_due", cron="*/10 * * * *")
def erase_due_members() -> None:
    """Erase the members whose seven days are over."""
    erase_due()
