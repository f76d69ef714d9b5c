"""The boards of the demo world hold together."""

from __future__ import annotations

from hongshu.community.notes.rules import CHANNEL_SLUGS
from hongshu.community.responses.contracts import BOARD_TITLE_MAX
from hongshu.flows.demo_world.boards import read_boards
from hongshu.flows.demo_world.reading import the_world


def test_many_members_have_boards_and_at_least_two_are_shared() -> None:
    boards = read_boards()
    assert len({board.owner for board in boards}) >= 20
    assert sum(1 for board in boards if board.editors) >= 2
    assert len({(board.owner, board.title) for board in boards}) == len(boards)


def test_what_a_board_names_is_there_and_its_title_fits() -> None:
    languages = {member.handle: member.language for member in the_world().members}
    for board in read_boards():
        assert {board.owner, *board.editors} <= languages.keys()
        assert board.owner not in board.editors
        assert set(board.channels) <= set(CHANNEL_SLUGS)
        assert 0 < len(board.title) <= BOARD_TITLE_MAX


def test_titles_are_in_the_language_of_their_owners() -> None:
    languages = {member.handle: member.language for member in the_world().members}
    for board in read_boards():
        is_chinese = any("\u4e00" <= letter <= "\u9fff" for letter in board.title)
        assert is_chinese == (languages[board.owner] == "zh"), board.title
