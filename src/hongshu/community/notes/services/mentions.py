"""Whom a note names."""

from __future__ import annotations

from hongshu.community.graph.queries import list_relations
from hongshu.community.members.queries import list_ids_by_handle, list_settings_by_id
from hongshu.community.notes import rules
from hongshu.kernel.ids import Id


def mentioned_in(body: str, *, author_id: Id) -> list[int]:
    """The members whom a text names and who let the author name them, each once. Three queries, mostly none.

    Everybody else's ``@handle`` stays mere text. Raises TooManyMentions.
    """
    handles = rules.mentioned_handles(body)
    ids = list_ids_by_handle(handles)
    if not ids:
        return []
    settings = list_settings_by_id(ids.values())
    relations = list_relations(author_id, list(ids.values()))
    return [
        int(ids[handle])
        for handle in handles
        if handle in ids
        and (
            ids[handle] == author_id
            or rules.may_name(settings[ids[handle]].mentions_from, relations[ids[handle]])
        )
    ]
