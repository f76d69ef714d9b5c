"""Who may see which note: one rule for a single note, and the same as a condition for an author's list."""

from __future__ import annotations

from django.db.models import Q

from hongshu.community.graph.contracts import Relation
from hongshu.community.graph.queries import get_relation
from hongshu.community.notes.contracts import Visibility
from hongshu.kernel.ids import Id


def may_see(
    *,
    viewer_id: Id | None,
    author_id: int,
    visibility: str,
    is_restricted: bool,
    is_held: bool,
    relation: Relation,
) -> bool:
    """Whether the viewer may see a note that is not deleted. ``relation`` is the viewer's to the author.

    The author always may. What trust holds nobody else sees, nor anything between two of whom one blocks the
    other; a private account's notes are for its followers, notes for mutuals for those who follow each other.
    """
    if viewer_id is not None and viewer_id == author_id:
        return True
    if is_held or relation.is_hidden or visibility == Visibility.PRIVATE:
        return False
    if is_restricted and not relation.follows:
        return False
    return visibility == Visibility.PUBLIC or relation.is_mutual


def seen_on_profile(author_id: Id, *, viewer_id: Id | None, relation: Relation | None = None) -> Q:
    """The condition by which ``may_see`` holds for one author's notes.

    One query for a signed-in viewer whose *relation* to the author is not known yet.
    """
    notes = Q(author_id=author_id, deleted_at__isnull=True)
    if viewer_id == author_id:
        return notes
    relation = relation or get_relation(viewer_id, author_id)
    if relation.is_hidden:
        return notes & Q(pk__in=[])
    notes &= Q(is_held=False)
    if not relation.follows:
        notes &= Q(is_restricted=False)
    shown = [Visibility.PUBLIC, *([Visibility.MUTUALS] if relation.is_mutual else [])]
    return notes & Q(visibility__in=shown)
