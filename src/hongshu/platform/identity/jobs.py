"""Background entry points of the identity vault."""

from __future__ import annotations

from hongshu.kernel import background
from hongshu.platform.identity.services import destroy_due


@background.job("identity.destroy_due", cron="23 3 * * *")
def destroy_due_identities() -> None:
    """Destroy what the law no longer wants kept."""
    while destroy_due():
        pass
