"""Tables of notes."""

from hongshu.community.notes.models.demand import NoteDemand
from hongshu.community.notes.models.drafts import DraftRow
from hongshu.community.notes.models.finding import NoteOfProduct, NoteOfTopic, ProductNoteCount
from hongshu.community.notes.models.notes import SHOWN_TO_ALL, NoteRow
from hongshu.community.notes.models.ratings import ExternalRatingRow
from hongshu.community.notes.models.versions import NoteVersionRow

__all__ = [
    "SHOWN_TO_ALL",
    "DraftRow",
    "ExternalRatingRow",
    "NoteDemand",
    "NoteOfProduct",
    "NoteOfTopic",
    "NoteRow",
    "NoteVersionRow",
    "ProductNoteCount",
]
