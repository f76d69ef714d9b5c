"""The demo world's content: whole, consistent, within every limit, and told clearly when not."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from hongshu.community.notes.rules import CHANNEL_SLUGS, check_draft, checked_topics
from hongshu.community.notes.rules import title_units as units_by_the_notes
from hongshu.flows.demo_world.applause import likers_of
from hongshu.flows.demo_world.checks import hashtag, title_units
from hongshu.flows.demo_world.circles import followed_by
from hongshu.flows.demo_world.contracts import ContentError, World, in_showing_order
from hongshu.flows.demo_world.drawing import raster
from hongshu.flows.demo_world.drawing_pool import Drawing, DrawingHere, drawing_pool
from hongshu.flows.demo_world.logins import LOGINS, demo_logins
from hongshu.flows.demo_world.reading import CONTENT, read_world, the_world
from hongshu.flows.demo_world.services import FIRST_NOTES
from hongshu.platform.accounts.contracts import Role


@pytest.fixture(scope="module")
def world() -> World:
    return the_world()


# --- the content that comes with the program ------------------------------------------------------------


def test_there_is_enough_of_everything_in_both_languages(world: World) -> None:
    assert len(world.members) >= 60
    assert len(world.brands) >= 12
    assert len(world.products) >= 120
    assert len(world.notes) >= 300
    by_language = Counter(note.language for note in world.notes)
    assert set(by_language) == {"zh", "en"}
    assert min(by_language.values()) >= 60


def test_every_channel_has_notes_and_every_note_a_channel(world: World) -> None:
    assert {note.channel for note in world.notes} == CHANNEL_SLUGS


def test_every_note_has_described_pictures(world: World) -> None:
    assert all(note.pictures and all(picture.alt for picture in note.pictures) for note in world.notes)


def test_every_note_passes_the_rules_of_notes(world: World) -> None:
    from hongshu.community.notes.contracts import NoteDraft, NotePicture
    from hongshu.kernel.ids import Id

    for note in world.notes:
        pictures = tuple(NotePicture(Id(1), picture.alt) for picture in note.pictures)
        check_draft(NoteDraft(note.title, note.body, pictures, topics=note.topics, channel=note.channel))
        assert checked_topics(note.topics) == list(note.topics)


def test_every_brand_has_products_and_a_mark(world: World) -> None:
    assert {draft.brand_slug for draft in world.products} == {brand.slug for brand in world.brands}
    assert set(world.marks) == {brand.slug for brand in world.brands}
    assert set(world.arts) == {draft.source_key for draft in world.products}


def test_every_picture_has_words_that_can_be_composed(world: World) -> None:
    for note in world.notes:
        for picture in note.pictures:
            assert raster.compose(picture.spec, [world.arts[slug] for slug in picture.spec.products]).letters


def test_the_first_part_has_every_channel_in_both_languages(world: World) -> None:
    first = in_showing_order(world.notes)[:FIRST_NOTES]
    assert {(note.channel, note.language) for note in first} == {
        (note.channel, note.language) for note in world.notes
    }


def test_likes_are_skewed_the_same_each_time_and_never_the_authors_own(world: World) -> None:
    likers = {note.slug: likers_of(note, world.members) for note in world.notes}
    counts = sorted(len(handles) for handles in likers.values())
    assert all(note.author not in likers[note.slug] for note in world.notes)
    assert counts[-1] > 4 * counts[len(counts) // 2] > 0
    assert likers_of(world.notes[0], world.members) == likers[world.notes[0].slug]


def test_there_is_one_login_for_every_kind_of_person(world: World) -> None:
    assert {login.grant for login in LOGINS if login.grant} == set(Role)
    assert len({login for _, _, _, login, _ in demo_logins()}) == len(LOGINS) == 10
    by_handle = {member.handle: member for member in world.members}
    member, kol = (next(each for each in LOGINS if each.role == role) for role in ("member", "kol"))
    assert by_handle[kol.handle].kol_field
    assert not by_handle[member.handle].kol_field
    assert {login.brand for login in LOGINS if login.brand} <= set(world.marks)


# --- small decisions ------------------------------------------------------------------------------------


@pytest.mark.parametrize("title", ["", "a", "ab", "早八通勤妆", "SPF50+ 真的不白？", "一👍", "Ünïcode é"])
def test_titles_are_counted_as_notes_count_them(title: str) -> None:
    assert title_units(title) == units_by_the_notes(title)


@pytest.mark.parametrize(
    ("topic", "tag"),
    [
        ("敏感肌", "敏感肌"),
        ("skincare", "skincare"),
        ("dry skin", "DrySkin"),
        ("over-exfoliation", "OverExfoliation"),
        ("men's skincare", "MensSkincare"),
    ],
)
def test_topics_of_several_words_become_one_tag(topic: str, tag: str) -> None:
    assert hashtag(topic) == tag


def test_pictures_drawn_in_another_process_are_the_same_and_come_in_order(world: World) -> None:
    members = world.members[:5]
    drawings = {member.handle: (Drawing(member.avatar),) for member in members}
    handles = [member.handle for member in members]
    with drawing_pool(processes=2) as pool:
        beside = list(pool.drawn(handles, drawings.__getitem__))
    here = list(DrawingHere().drawn(handles, drawings.__getitem__))
    assert [handle for handle, _ in beside] == handles
    assert [rendered[0].digest for _, rendered in beside] == [rendered[0].digest for _, rendered in here]


# --- content with faults --------------------------------------------------------------------------------


def copied(folder: Path, *, change: str, of: str, to: str) -> list[str]:
    """The faults of the content with one text changed in one file."""
    for path in CONTENT.rglob("*.toml"):
        copy = folder / path.relative_to(CONTENT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8")
        if copy == folder / of:
            assert change in text
            text = text.replace(change, to, 1)
        copy.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_world(folder)
    return list(caught.value.faults)


@pytest.mark.parametrize(
    ("of", "change", "to", "said"),
    [
        (
            "notes/zh_skincare.toml",
            'author = "lin_xiaoman"',
            'author = "nobody"',
            "there is no member 'nobody'",
        ),
        (
            "notes/zh_skincare.toml",
            'products = ["klarwerda-oat-gel-wash"',
            'products = ["gone"',
            "no product 'gone'",
        ),
        ("notes/zh_skincare.toml", 'title = "', 'title = "一二三四五六七八九十', "are allowed"),
        (
            "notes/zh_skincare.toml",
            'template = "calendar"',
            'template = "collage"',
            "template: 'collage' is none",
        ),
        (
            "notes/zh_skincare.toml",
            'alt = "一张日历样式的图，写着四周里每一周的皮肤变化。"',
            'alt = " "',
            "alt text has 0",
        ),
        ("notes/zh_skincare.toml", "age_days = 80.5", 'age_days = "old"', "age_days must be a number"),
        ("notes/zh_skincare.toml", "place = ", "plaice = ", "plaice is no field of a note"),
        ("notes/zh_skincare.toml", 'topics = ["', 'topics = ["a/b", "', "topic 'a/b'"),
        ("members.toml", 'handle = "lin_xiaoman"', 'handle = "Lin"', "the handle needs"),
        ("members.toml", 'skin_type = "sensitive"', 'skin_type = "thick"', "skin type 'thick'"),
        ("products/skincare.toml", 'brand = "hanekumo"', 'brand = "nobrand"', "there is no brand 'nobrand'"),
        ("products/skincare.toml", "price_fen = 5200", "price_fen = 0", "more than nothing"),
        (
            "products/skincare.toml",
            '"HNK-AFC-120"',
            '"HNK-AFC-50"',
            "SKU code 'HNK-AFC-50' stands there twice",
        ),
        ("brands.toml", 'mark = "wave"', 'mark = "triangle"', "'triangle' is none of"),
        (
            "categories.toml",
            'parent = "skincare"',
            'parent = "later"',
            "no category 'later' stands before it",
        ),
        ("attributes.toml", '"lyktholm-cloudberry-candle"', '"gone"', "there is no product 'gone'"),
        (
            "attributes.toml",
            '"lyktholm-cloudberry-candle"',
            '"corvanese-card-case"',
            "'corvanese-card-case' is not below 'fragrance'",
        ),
        (
            "attributes.toml",
            '"lyktholm-cloudberry-candle"',
            '"fennimoor-tearoom-candle"',
            "product 'fennimoor-tearoom-candle' stands at two choices",
        ),
        ("attributes.toml", 'category = "tea"', 'category = "gone"', "is not below 'gone'"),
        ("attributes.toml", 'name_zh = "绿茶", ', "", "name_zh is missing"),
        ("categories.toml", "keeps_days = 1095", 'keeps_days = "long"', "keeps_days must be a whole number"),
        ("brands.toml", "[[brand]]", "[[brand", "brands.toml: "),
    ],
)
def test_a_fault_is_told_with_its_file_and_entry(
    tmp_path: Path, of: str, change: str, to: str, said: str
) -> None:
    faults = copied(tmp_path, change=change, of=of, to=to)
    assert any(fault.startswith(of) and said in fault for fault in faults), faults[:5]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "brands.toml").write_text('[[brand]]\nslug = "a b"\nname_en = "A"\n', encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_world(tmp_path)
    said = str(caught.value)
    assert "brands.toml: brand 'a b': mark is missing" in said
    assert "members.toml: there is no such file" in said


def test_everybody_follows_some_others_and_most_follow_kols(world: World) -> None:
    circles = {member.handle: followed_by(member, world.members) for member in world.members}
    assert all(6 <= len(set(followed)) == len(followed) <= 22 for followed in circles.values())
    assert all(handle not in followed for handle, followed in circles.items())
    assert circles == {member.handle: followed_by(member, world.members) for member in world.members}
    kols = {member.handle for member in world.members if member.kol_field}
    fans = {member.handle: 0 for member in world.members}
    for followed in circles.values():
        for handle in followed:
            fans[handle] += 1
    assert sum(fans[handle] for handle in kols) / len(kols) > 2 * sum(fans.values()) / len(fans)
