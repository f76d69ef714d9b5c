"""Background entry points of publishing."""

from __future__ import annotations

from hongshu.community.notes.services import sweep_published_drafts
from hongshu.flows.publishing.services import publish_due, purge_deleted_notes
from hongshu.kernel import background


@background.job("publishing.publish_due", cron="* * * * *")
def publish_scheduled_notes() -> None:
    """Publish the drafts whose time has come."""
    publish_due()


@background.job("publishing.purge_deleted", cron="41 3 * * *")
def purge_deleted() -> None:
    """Let notes go for good that were deleted more than thirty days ago; forget ended drafts."""
    purge_deleted_notes()
    sweep_published_drafts()
