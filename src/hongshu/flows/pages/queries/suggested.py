"""Members to follow."""

from __future__ import annotations

from hongshu.community.graph.queries import get_counts
from hongshu.flows.pages.contracts import SuggestedPage, Viewer
from hongshu.flows.pages.queries.graph import suggested_members

# Whoever follows so many has found the way.
_SETTLED = 5


def suggested_page(viewer: Viewer) -> SuggestedPage:
    """Members whom the viewer might follow. Five queries. Raises SignInNeeded."""
    rows = suggested_members(viewer)
    assert viewer.user_id is not None, "suggested_members refuses visitors"
    following = get_counts(viewer.user_id, viewer_id=viewer.user_id).following
    return SuggestedPage(rows=rows, is_settled=following >= _SETTLED)
