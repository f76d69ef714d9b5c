"""Rules of notes for every text: mentions, wanted things, line ends of text covers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hongshu.community.notes import rules
from hongshu.community.notes.contracts import NoteDraft, TooManyMentions, Visibility
from hongshu.community.notes.stored_form import draft_of_json, draft_to_json
from hongshu.flows.demo_world.drawing.line_breaking import NEVER_FIRST, break_lines
from hongshu.flows.text_covers.contracts import CoverLineEmpty, CoverLineTooLong
from hongshu.flows.text_covers.rules import TEMPLATES, cover_spec

WORDS = st.lists(
    st.sampled_from(["Something", "honestly", "unbelievable", "I", "真心话", "三个月", "wait"]), min_size=1
)
MARKS = st.lists(st.sampled_from([".", ",", "!", "，", "。", "", "…"]), min_size=8, max_size=8)


@given(st.text())
def test_the_pieces_of_a_body_are_the_body(body: str) -> None:
    assert "".join(piece for piece, _ in rules.split_mentions(body)) == body


@given(st.lists(st.from_regex(r"[a-z][a-z0-9_]{2,23}", fullmatch=True), max_size=24))
def test_handles_are_found_in_their_order_and_at_most_twenty(handles: list[str]) -> None:
    body = " ".join(f"@{handle}" for handle in handles)
    wanted = tuple(dict.fromkeys(handles))
    if len(wanted) > 20:
        with pytest.raises(TooManyMentions):
            rules.mentioned_handles(body)
    else:
        assert rules.mentioned_handles(body) == wanted


@given(st.text())
def test_a_wanted_name_has_one_form(name: str) -> None:
    once = rules.wanted_name(name)
    assert rules.wanted_name(f"  {once.upper()} ") == rules.wanted_name(once.upper())
    assert once == once.strip()


@given(st.text(max_size=40), st.text(max_size=200), st.sampled_from(Visibility))
def test_a_draft_comes_back_from_its_stored_form(title: str, body: str, visibility: Visibility) -> None:
    draft = NoteDraft(title=title, body=body, pictures=(), visibility=visibility)
    assert draft_of_json(draft_to_json(draft)) == draft


@given(WORDS, MARKS, st.integers(min_value=4, max_value=30))
def test_no_line_begins_with_a_mark_that_never_begins_one(
    words: list[str], marks: list[str], width: int
) -> None:
    text = " ".join(word + marks[place % len(marks)] for place, word in enumerate(words))
    for balance in (False, True):
        lines = break_lines(text, lambda line: float(len(line)), width, balance=balance)
        assert all(line[0] not in NEVER_FIRST for line in lines), lines
        assert all(len(line) <= width for line in lines)


# The typeface is read at the first line, and that takes longer than a line.
@settings(deadline=None)
@given(st.text(max_size=80), st.sampled_from(TEMPLATES))
def test_every_line_is_drawn_or_refused(line: str, template: object) -> None:
    try:
        spec = cover_spec(line, template.slug)  # type: ignore[attr-defined]
    except (CoverLineEmpty, CoverLineTooLong):
        return
    assert spec.headline == " ".join(line.split())
