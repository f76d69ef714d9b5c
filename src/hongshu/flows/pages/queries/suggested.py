"""Members to follow."""

from __future__ import annotations

from hongshu.community.graph.queries import ask_counts
from hongshu.flows.pages.contracts import SuggestedPage, Viewer
from hongshu.flows.pages.queries.graph import suggested_members
from hongshu.flows.pages.viewers import meet
from hongshu.kernel.errors import SignInNeeded

# Whoever follows so many has found the way.
_SETTLED = 5


def suggested_page(viewer: Viewer) -> SuggestedPage:
    """Members whom the viewer might follow. Five queries. Raises SignInNeeded."""
    if viewer.user_id is None:
        raise SignInNeeded
    counts = ask_counts(viewer.user_id, viewer_id=viewer.user_id)
    meet(viewer, counts)
    rows = suggested_members(viewer)
    following = counts.answer.following
    return SuggestedPage(rows=rows, is_settled=following >= _SETTLED)
