"""Commands on notes."""

from hongshu.community.notes.services.channels import move_channel, save_channel
from hongshu.community.notes.services.deleting import delete_note, purge_notes, restore_note
from hongshu.community.notes.services.drafts import (
    discard_draft,
    end_draft,
    refuse_draft,
    save_draft,
    schedule_draft,
    sweep_published_drafts,
    take_due_draft,
)
from hongshu.community.notes.services.edit_drafts import discard_edit_draft, save_edit_draft
from hongshu.community.notes.services.editing import edit_note
from hongshu.community.notes.services.finding import (
    list_notes,
    recount_products,
    recount_products_of_note,
    unlist_notes,
)
from hongshu.community.notes.services.importing import import_notes
from hongshu.community.notes.services.moderating import hold_notes, release_notes
from hongshu.community.notes.services.pinning import pin_note, unpin_note
from hongshu.community.notes.services.publishing import publish_note
from hongshu.community.notes.services.ratings import save_external_ratings
from hongshu.community.notes.services.withdrawing import (
    erase_notes,
    restrict_notes,
    return_notes,
    withdraw_notes,
)

__all__ = [
    "delete_note",
    "discard_draft",
    "discard_edit_draft",
    "edit_note",
    "end_draft",
    "erase_notes",
    "hold_notes",
    "import_notes",
    "list_notes",
    "move_channel",
    "pin_note",
    "publish_note",
    "purge_notes",
    "recount_products",
    "recount_products_of_note",
    "refuse_draft",
    "release_notes",
    "restore_note",
    "restrict_notes",
    "return_notes",
    "save_channel",
    "save_draft",
    "save_edit_draft",
    "save_external_ratings",
    "schedule_draft",
    "sweep_published_drafts",
    "take_due_draft",
    "unlist_notes",
    "unpin_note",
    "withdraw_notes",
]
