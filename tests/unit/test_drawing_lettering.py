"""Line breaking, fitting and setting of the letters in the demo world's pictures."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hongshu.flows.demo_world.drawing.fonts import BLACK, BOLD, MEDIUM, SERIF, Face, find_glyph, kerning
from hongshu.flows.demo_world.drawing.lettering import draw_block, fit, wrap, write
from hongshu.flows.demo_world.drawing.line_breaking import (
    NEVER_FIRST,
    NEVER_LAST,
    break_lines,
    clumsiness,
    is_wide,
)
from hongshu.flows.demo_world.drawing.sheet import Sheet
from hongshu.flows.demo_world.drawing.typesetting import clean, em_width, set_line


def in_cells(line: str) -> float:
    """A measure without fonts: an ideograph is one wide, everything else half of that."""
    return sum(1.0 if is_wide(char) else 0.5 for char in line)


words = st.text("护肤早八通勤妆的了我们五分钟abcdeXYZ0123456789", min_size=1, max_size=9)
marks = st.sampled_from(["，", "。", "！", "：", "」", "「", "（", "）", " ", ", ", "%", "“", "”", "、"])
texts = st.lists(st.one_of(words, marks), min_size=1, max_size=14).map("".join)


def has_long_run_of_marks(text: str) -> bool:
    """Punctuation piled upon punctuation: then only cutting it apart keeps it within the width."""
    signs = NEVER_FIRST | NEVER_LAST
    return any(a in signs and b in signs for a, b in itertools.pairwise(text))


# --- breaking -----------------------------------------------------------------------------------------


@given(texts, st.integers(4, 30), st.booleans())
def test_no_line_is_ever_wider_than_allowed(text: str, width: int, balance: bool) -> None:
    assert all(in_cells(line) <= width for line in break_lines(text, in_cells, width, balance=balance))


@given(texts, st.integers(4, 30), st.booleans())
def test_breaking_loses_and_adds_nothing_but_spaces(text: str, width: int, balance: bool) -> None:
    lines = break_lines(text, in_cells, width, balance=balance)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(texts, st.integers(12, 30), st.booleans())
def test_no_line_starts_with_closing_or_ends_with_opening_punctuation(
    text: str, width: int, balance: bool
) -> None:
    if has_long_run_of_marks(text.replace(" ", "")) or max(map(len, text.split() or [""])) > 20:
        return
    lines = break_lines(text, in_cells, width, balance=balance)
    assert all(line[0] not in NEVER_FIRST for line in lines[1:])
    assert all(line[-1] not in NEVER_LAST for line in lines[:-1])


@given(texts, st.integers(4, 30))
def test_balancing_needs_no_more_lines(text: str, width: int) -> None:
    plain = break_lines(text, in_cells, width)
    assert len(break_lines(text, in_cells, width, balance=True)) <= len(plain)


def test_chinese_breaks_between_any_two_characters() -> None:
    assert break_lines("今天也想早点回家吃饭", in_cells, 5) == ["今天也想早", "点回家吃饭"]


def test_a_comma_stays_with_the_character_before_it() -> None:
    assert break_lines("我买了五支，全空了", in_cells, 5)[0] == "我买了五"


def test_an_opening_quote_goes_with_the_character_after_it() -> None:
    assert break_lines("他说了「好看」", in_cells, 4) == ["他说了", "「好看」"]


def test_english_breaks_at_spaces_only() -> None:
    lines = break_lines("Stop sleeping in your sunscreen", in_cells, 8)
    assert lines == ["Stop sleeping in", "your sunscreen"]


def test_a_latin_word_within_chinese_is_kept_whole() -> None:
    assert "SPF50+" in break_lines("这支防晒SPF50+真的不油", in_cells, 6)[1]


@pytest.mark.parametrize(
    "quantity", ["30ml", "30 ml", "¥199", "50%", "5分钟", "12 小时", "3.5折", "100元", "28天"]
)
def test_a_number_stays_with_its_unit_at_any_width(quantity: str) -> None:
    text = f"我们用了{quantity}就好了啊真的"
    for width in range(5, 14):
        assert any(quantity in line for line in break_lines(text, in_cells, width)), width


def test_a_lone_last_character_gets_company_from_the_line_above() -> None:
    assert break_lines("今天也想早点回家吃", in_cells, 4) == ["今天也想", "早点回", "家吃"]


def test_a_balanced_heading_breaks_after_its_comma() -> None:
    assert break_lines("先改下摆，别动袖子", in_cells, 6, balance=True) == ["先改下摆，", "别动袖子"]


def test_a_balanced_heading_does_not_cut_a_word_when_another_break_is_as_good() -> None:
    assert break_lines("它是星期天包", in_cells, 4, balance=True) == ["它是", "星期天包"]
    assert clumsiness(["它是星", "期天包"]) > clumsiness(["它是", "星期天包"])


def test_a_written_newline_always_breaks() -> None:
    assert break_lines("一\n二", in_cells, 20) == ["一", "二"]


def test_a_word_longer_than_the_line_is_cut_rather_than_overflowing() -> None:
    lines = break_lines("Llanfairpwllgwyngyll", in_cells, 4)
    assert "".join(lines) == "Llanfairpwllgwyngyll"
    assert all(in_cells(line) <= 4 for line in lines)


def test_nothing_makes_no_lines() -> None:
    assert break_lines("  \n ", in_cells, 10) == []


# --- setting ------------------------------------------------------------------------------------------


def test_emojis_become_simple_signs_or_vanish_but_never_tofu() -> None:
    assert clean("太爱了❤️🦄✅") == "太爱了♥✓"


def test_every_cleaned_character_has_an_outline() -> None:
    for face in (BOLD, SERIF):
        text = clean("“Don’t” 早安，30ml → SPF50+…—👍🏽\u200b✨", face)
        assert all(find_glyph(face, char) is not None for char in text if char != "\n")


def test_heavier_letters_are_drawn_heavier() -> None:
    light, heavy = find_glyph(Face("sans", 300), "口"), find_glyph(Face("sans", 900), "口")
    assert light is not None
    assert heavy is not None
    assert light.outline != heavy.outline


def test_latin_pairs_are_kerned_and_chinese_is_set_on_the_square() -> None:
    assert kerning("sans", "A", "V") < 0
    assert em_width("早安", MEDIUM) == pytest.approx(2.0)


def test_full_width_punctuation_is_squeezed_at_the_end_of_a_line() -> None:
    assert em_width("好的。", MEDIUM) < 2.6


def test_an_apostrophe_takes_no_full_square_in_english() -> None:
    assert em_width(clean("don't"), MEDIUM) < em_width("dont", MEDIUM) + 0.4


def test_there_is_a_thin_space_between_chinese_and_latin() -> None:
    assert em_width("用A", MEDIUM) > em_width("用", MEDIUM) + em_width("A", MEDIUM)


def test_setting_is_the_same_each_time() -> None:
    assert set_line("早八5分钟", BLACK).path == set_line("早八5分钟", BLACK).path


# --- fitting ------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=40)
@given(texts, st.integers(150, 900), st.integers(60, 500))
def test_fitted_text_stays_in_its_box(text: str, width: int, height: int) -> None:
    block = fit(text, BOLD, width=width, height=height, largest=120, smallest=18, max_lines=4)
    assert block.width <= width + 1
    assert block.height <= height + 1


def test_short_text_is_set_at_the_largest_size_and_long_text_smaller() -> None:
    short = fit("好看", BLACK, width=900, height=300, largest=140)
    long = fit("油皮夏天的防晒红黑榜我真的空瓶了" * 2, BLACK, width=900, height=300, largest=140)
    assert short.size == 140
    assert long.size < 140


def test_text_that_cannot_be_read_any_more_ends_with_an_ellipsis() -> None:
    block = fit("很长的一句话" * 60, BOLD, width=300, height=80, largest=60, smallest=24, max_lines=2)
    assert block.cut
    assert block.lines[-1].text.endswith("…")
    assert block.width <= 300


def test_a_latin_word_is_not_cut_when_a_smaller_size_keeps_it_whole() -> None:
    block = fit("Extraordinarily good", BLACK, width=420, height=400, largest=150)
    assert [line.text for line in block.lines] == ["Extraordinarily", "good"]


def test_ink_lies_where_the_sheet_says_it_lies() -> None:
    sheet = Sheet(1000, 400)
    block = wrap("早安 Good morning", BOLD, 60, 900)
    draw_block(sheet, block, 50, 100, "#000000")
    box = sheet.letters[0].box
    assert 50 <= box.left < 60
    assert 95 <= box.top < 115
    assert box.right <= 50 + block.width + 1


def test_a_single_line_shrinks_to_its_width() -> None:
    sheet = Sheet(400, 100)
    write(sheet, "一行很长很长很长很长的字", 20, 50, "#000000", size=60, max_width=360)
    assert sheet.letters[0].box.right <= 381
