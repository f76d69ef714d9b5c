"""Reads of responses."""

from hongshu.community.responses.queries.activity import count_responses_by_hour, list_responded_after
from hongshu.community.responses.queries.boards import (
    count_boards,
    find_board,
    get_board,
    list_board_entries,
    list_boards,
    list_boards_with,
    list_invitations,
    list_liked,
    list_note_states,
)
from hongshu.community.responses.queries.comments import (
    get_comment,
    get_comment_state,
    list_comments,
    list_comments_by_id,
    list_comments_of_member,
    list_replies,
    people_of,
    split_mentions,
)
from hongshu.community.responses.queries.likes import count_likes_received, list_like_states
from hongshu.community.responses.queries.own import each_collect, each_comment_like, each_like
from hongshu.community.responses.queries.staff import list_written_comments

__all__ = [
    "count_boards",
    "count_likes_received",
    "count_responses_by_hour",
    "each_collect",
    "each_comment_like",
    "each_like",
    "find_board",
    "get_board",
    "get_comment",
    "get_comment_state",
    "list_board_entries",
    "list_boards",
    "list_boards_with",
    "list_comments",
    "list_comments_by_id",
    "list_comments_of_member",
    "list_invitations",
    "list_like_states",
    "list_liked",
    "list_note_states",
    "list_replies",
    "list_responded_after",
    "list_written_comments",
    "people_of",
    "split_mentions",
]
