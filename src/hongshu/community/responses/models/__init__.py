"""Tables of responses."""

from hongshu.community.responses.models.boards import (
    BoardEditorRow,
    BoardNoteRow,
    BoardRow,
    CollectRow,
)
from hongshu.community.responses.models.comments import CommentLikeRow, CommentRow, NoteComments
from hongshu.community.responses.models.likes import LikeRow, NoteCount, ShareRow

__all__ = [
    "BoardEditorRow",
    "BoardNoteRow",
    "BoardRow",
    "CollectRow",
    "CommentLikeRow",
    "CommentRow",
    "LikeRow",
    "NoteComments",
    "NoteCount",
    "ShareRow",
]
