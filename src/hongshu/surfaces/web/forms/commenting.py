"""The composer as a person sends it: read, kept for showing again, turned into a draft."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from django.http import QueryDict

from hongshu.community.responses.contracts import CommentDraft
from hongshu.kernel.ids import Id, InvalidId, parse_id, wire_form

_LONGEST_TEXT = 5000


@dataclass(slots=True)
class CommentForm:
    """What was typed, exactly, whom it answers, and why it was refused."""

    body: str = ""
    root_id: Id | None = None
    parent_id: Id | None = None
    picture_id: Id | None = None
    key: str = field(default_factory=lambda: secrets.token_urlsafe(18))
    error: str = ""

    @property
    def root(self) -> str:
        """The root's id as it stands in the form."""
        return wire_form(self.root_id) if self.root_id else ""

    @property
    def parent(self) -> str:
        """The answered comment's id as it stands in the form."""
        return wire_form(self.parent_id) if self.parent_id else ""

    @property
    def picture(self) -> str:
        """The id of a picture that was stored already."""
        return wire_form(self.picture_id) if self.picture_id else ""

    def draft(self) -> CommentDraft:
        """The draft for posting."""
        return CommentDraft(
            body=self.body, picture_id=self.picture_id, root_id=self.root_id, parent_id=self.parent_id
        )


def read_comment(post: QueryDict) -> CommentForm:
    """The form as it was sent. An id that is none stands for nothing: only tampering makes it."""
    return CommentForm(
        body=post.get("body", "")[:_LONGEST_TEXT].replace("\0", "").replace("\r\n", "\n"),
        root_id=_id(post.get("root", "")),
        parent_id=_id(post.get("parent", "")),
        picture_id=_id(post.get("picture_id", "")),
        key=post.get("key", "")[:80] or secrets.token_urlsafe(18),
    )


def _id(wire: str) -> Id | None:
    try:
        return parse_id(wire) if wire else None
    except InvalidId:
        return None
