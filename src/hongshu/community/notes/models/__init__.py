"""Tables of notes."""

from hongshu.community.notes.models.channels import ChannelRow
from hongshu.community.notes.models.demand import NoteDemand
from hongshu.community.notes.models.drafts import DraftRow, PublishedDraftRow
from hongshu.community.notes.models.edits import EditDraftRow
from hongshu.community.notes.models.finding import NoteOfProduct, NoteOfTopic, ProductNoteCount
from hongshu.community.notes.models.notes import SHOWN_TO_ALL, NoteRow
from hongshu.community.notes.models.ratings import ExternalRatingRow
from hongshu.community.notes.models.versions import NoteVersionRow

__all__ = [
    "SHOWN_TO_ALL",
    "ChannelRow",
    "DraftRow",
    "EditDraftRow",
    "ExternalRatingRow",
    "NoteDemand",
    "NoteOfProduct",
    "NoteOfTopic",
    "NoteRow",
    "NoteVersionRow",
    "ProductNoteCount",
    "PublishedDraftRow",
]
