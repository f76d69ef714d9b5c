"""Commands on responses."""

from hongshu.community.responses.services.boards import (
    answer_invitation,
    change_board,
    create_board,
    delete_board,
    invite_editor,
    part_from_blocked,
    remove_editor,
)
from hongshu.community.responses.services.bringing_in import save_comment_likes, save_dated_comments
from hongshu.community.responses.services.collecting import (
    collect_note,
    move_note,
    roll_up_collects,
    save_board,
    uncollect_note,
)
from hongshu.community.responses.services.comments import (
    close_comments,
    delete_comment,
    like_comment,
    pin_comment,
    post_comment,
    unlike_comment,
    unpin_comment,
)
from hongshu.community.responses.services.erasing import (
    bury_comments,
    erase_boards,
    erase_collects,
    erase_comment_likes,
    erase_comments,
    erase_likes,
    erase_shares,
)
from hongshu.community.responses.services.likes import like_note, roll_up_counts, save_likes, unlike_note
from hongshu.community.responses.services.moderating import hold_comments, release_comments
from hongshu.community.responses.services.ordering import order_note, place_note
from hongshu.community.responses.services.rolling_up import roll_up_comments
from hongshu.community.responses.services.shares import roll_up_shares, save_shares, share_note

__all__ = [
    "answer_invitation",
    "bury_comments",
    "change_board",
    "close_comments",
    "collect_note",
    "create_board",
    "delete_board",
    "delete_comment",
    "erase_boards",
    "erase_collects",
    "erase_comment_likes",
    "erase_comments",
    "erase_likes",
    "erase_shares",
    "hold_comments",
    "invite_editor",
    "like_comment",
    "like_note",
    "move_note",
    "order_note",
    "part_from_blocked",
    "pin_comment",
    "place_note",
    "post_comment",
    "release_comments",
    "remove_editor",
    "roll_up_collects",
    "roll_up_comments",
    "roll_up_counts",
    "roll_up_shares",
    "save_board",
    "save_comment_likes",
    "save_dated_comments",
    "save_likes",
    "save_shares",
    "share_note",
    "uncollect_note",
    "unlike_comment",
    "unlike_note",
    "unpin_comment",
]
