"""Pictures of the demo world: every kind draws, at its size, legible, inside its frame, and repeatably."""

import dataclasses
from random import Random
from xml.etree import ElementTree

import pytest
import pyvips

from hongshu.flows.demo_world.drawing.avatars import STYLES, compose_avatar
from hongshu.flows.demo_world.drawing.colors import contrast, from_lab, mix, readable_on, shade, to_lab
from hongshu.flows.demo_world.drawing.contracts import (
    ART_KINDS,
    MARK_SHAPES,
    PALETTE_NAMES,
    RATIO_HEIGHTS_PX,
    TEMPLATES,
    AvatarSpec,
    ImageSpec,
    MarkSpec,
    ProductArt,
)
from hongshu.flows.demo_world.drawing.covers import COMPOSERS, compose_cover
from hongshu.flows.demo_world.drawing.landmarks import LANDMARKS
from hongshu.flows.demo_world.drawing.marks import compose_mark
from hongshu.flows.demo_world.drawing.palettes import PALETTES
from hongshu.flows.demo_world.drawing.product_pictures import compose_product
from hongshu.flows.demo_world.drawing.products import ILLUSTRATIONS
from hongshu.flows.demo_world.drawing.raster import draw_avatar, draw_image, draw_mark, draw_product
from hongshu.flows.demo_world.drawing.sheet import Sheet
from hongshu.flows.demo_world.drawing.skylines import find_city, is_known

KINDS = sorted(ART_KINDS)
ARTS = {
    kind: ProductArt(kind, kind, ("#f2c6c0", "#b3384f", "#fff7f2"), brand="Aoba 青叶", name="An example")
    for kind in KINDS
}
LINES = {
    "swatches": ("01 素绢|#d79a86", "02 Old rose|#b9707a", "备用：课代表的红|#a64b3f", "墨|#3a2026"),
    "receipt": ("屏障霜 50毫升|16.90欧", "Night lip balm|€5.95", "合计|22.85欧"),
    "boarding_pass": ("航程|10小时40分", "湿度|10%", "Seat|32A, window", "禁止|喷雾"),
    "compare": ("上班：大", "Under make-up: the cheap one", "别反过来"),
    "ranking": ("旧玫|稳，适合面试", "Fig|looks rested", "霜柿|二面可以", "亮片|我只看见亮片"),
    "chat": ("a|有黑色吗", "b|有", "a|I'll think about it", "b|……"),
    "calendar": ("09:00|缎面，美", "第2周|只加时间", "Week 4|Every other night", "18:00|鼻子认命"),
}
PRODUCTS = {
    "flatlay": ("jar", "tote_bag", "sneaker", "lipstick", "rice_cooker"),
    "compare": ("jar", "tube"),
    "product_hero": ("shoulder_bag",),
    "magazine": ("perfume",),
    "polaroid": ("mug",),
}
LONG_ZH = (
    "这是一个特别特别长的标题：早八通勤妆五分钟出门，学生党必入平价好物（真的不踩雷）SPF50+ 30ml一支用三个月"
)
LONG_EN = "An unreasonably long headline about antidisestablishmentarianism, sunscreen and 30 ml bottles"


def spec_of(
    template: str, ratio: str = "3:4", palette: str = "rose", seed: str = "a/0", **changes: object
) -> ImageSpec:
    spec = ImageSpec(
        seed, template, ratio, palette, headline="早八通勤妆，5分钟", sub="It really works", city="巴黎",
        lines=LINES.get(template, ("先看前五种成分", "Patch test for two days", "批号要查")),
        products=PRODUCTS.get(template, ()),
    )  # fmt: skip
    return dataclasses.replace(spec, **changes)  # type: ignore[arg-type]


def size_of(data: bytes) -> tuple[int, int, int]:
    image = pyvips.Image.new_from_buffer(data, "")
    return image.width, image.height, image.bands


def assert_legible(sheet: Sheet, *, free_of_figures: bool = True) -> None:
    """All lettering lies inside the picture, and none of it on a product."""
    for letters in sheet.letters:
        box = letters.box
        assert box.left >= 6, letters
        assert box.top >= 6, letters
        assert box.right <= sheet.width - 6, letters
        assert box.bottom <= sheet.height - 6, letters
        if free_of_figures:
            assert not any(figure.overlaps(box, by=6) for figure in sheet.figures), letters


def assert_words_do_not_collide(sheet: Sheet) -> None:
    """No two lines share more than a descender and an ascender do."""
    for i, first in enumerate(sheet.letters):
        for second in sheet.letters[i + 1 :]:
            slant = max(first.slant, second.slant)
            height = min(one.box.bottom - one.box.top for one in (first, second)) - slant
            assert not first.box.overlaps(second.box, by=max(5.0, 0.34 * height) + slant), (first, second)


# --- everything draws ---------------------------------------------------------------------------------


def test_every_promised_kind_has_its_drawing() -> None:
    assert set(ILLUSTRATIONS) == ART_KINDS
    assert set(COMPOSERS) == TEMPLATES
    assert set(PALETTES) == PALETTE_NAMES


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_a_cover_has_the_size_of_its_ratio(template: str) -> None:
    ratio = sorted(RATIO_HEIGHTS_PX)[len(template) % 4]
    assert size_of(draw_image(spec_of(template, ratio), ARTS)) == (1080, RATIO_HEIGHTS_PX[ratio], 3)


@pytest.mark.parametrize("template", sorted(TEMPLATES))
@pytest.mark.parametrize("ratio", sorted(RATIO_HEIGHTS_PX))
def test_words_stay_in_the_frame_and_off_the_products(template: str, ratio: str) -> None:
    for seed in ("a/0", "b/1"):
        sheet = compose_cover(spec_of(template, ratio, seed=seed), ARTS)
        assert sheet.letters
        assert_legible(sheet)
        assert_words_do_not_collide(sheet)


@pytest.mark.parametrize("template", sorted(TEMPLATES))
@pytest.mark.parametrize("headline", [LONG_ZH, LONG_EN])
def test_overlong_texts_shrink_or_wrap_but_never_overflow(template: str, headline: str) -> None:
    lines = tuple(
        f"{headline[:40]}|{'#a64b3f' if template == 'swatches' else headline[5:45]}" for _ in range(6)
    )
    for ratio in ("3:4", "4:3"):
        spec = spec_of(template, ratio, headline=headline, sub=headline[:44], lines=lines)
        sheet = compose_cover(spec, ARTS)
        assert_legible(sheet)
        assert_words_do_not_collide(sheet)


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_a_cover_with_hardly_any_words_still_draws(template: str) -> None:
    lines = ("一|#a64b3f",) if template == "swatches" else ()
    spec = ImageSpec("bare/0", template, "1:1", "sand", lines=lines)
    assert size_of(draw_image(spec, {}, encoding="png"))[:2] == (1080, 1080)


@pytest.mark.parametrize("kind", KINDS)
def test_every_art_kind_draws_in_both_views(kind: str) -> None:
    for view in (0, 1):
        sheet = compose_product(ARTS[kind], view=view)
        ElementTree.fromstring(sheet.svg())
        assert len(sheet.figures) == 1
        box = sheet.figures[0]
        assert 0 <= box.left < box.right <= 1080
        assert 0 <= box.top < box.bottom <= 1080


@pytest.mark.parametrize(
    "colors", [("#ffffff",), ("#000000", "#000000"), ("#123456", "#fedcba", "#00ff00", "#ff00ff")]
)
def test_an_art_kind_draws_with_one_to_four_colours_even_black_or_white(colors: tuple[str, ...]) -> None:
    for kind in KINDS[::3]:
        sheet = compose_product(ProductArt(kind, kind, colors))
        ElementTree.fromstring(sheet.svg())
        assert len(sheet.figures) == 1


def test_small_pictures_have_their_sizes() -> None:
    assert size_of(draw_avatar(AvatarSpec("lin", "林小满", "#e79aa8"))) == (512, 512, 3)
    assert size_of(draw_mark(MarkSpec("hanekumo", "Hanekumo", "wave", "#8fb4cf"))) == (512, 512, 3)
    assert size_of(draw_product(ARTS["jar"])) == (1080, 1080, 3)


@pytest.mark.parametrize("mark", sorted(MARK_SHAPES))
def test_a_mark_shows_its_name_within_the_frame(mark: str) -> None:
    sheet = compose_mark(MarkSpec("x", "A Rather Long Brand Name & Sons", mark, "#d6a632"))
    assert_legible(sheet)
    assert any("BRAND" in letters.text.upper() for letters in sheet.letters)


def test_avatars_come_in_at_least_six_styles() -> None:
    assert len(STYLES) >= 6
    for style, _ in STYLES:
        sheet = Sheet(512, 512)
        style(sheet, AvatarSpec("lin", "林小满", "#e79aa8"), Random(1))
        ElementTree.fromstring(sheet.svg())


def test_members_look_different() -> None:
    drawings = {compose_avatar(AvatarSpec(f"m{i}", "Name", "#6aa0c8", "f", 1990)).svg() for i in range(40)}
    assert len(drawings) >= 34


def test_a_product_without_art_is_shown_as_a_parcel() -> None:
    known = compose_cover(spec_of("product_hero", products=("parcel",)), ARTS)
    unknown = compose_cover(spec_of("product_hero", products=("nobody-drew-this",)), ARTS)
    assert len(unknown.figures) == len(known.figures) == 1


def test_every_city_has_a_skyline_of_its_own() -> None:
    assert is_known("Shanghai")
    assert find_city("上海") is find_city("shanghai")
    assert find_city("Nowhere") == find_city("Nowhere")
    assert len(find_city("Nowhere").code) == 3
    assert all(outline().startswith("M") for outline in LANDMARKS.values())
    assert all(
        mark in LANDMARKS for name in ("巴黎", "Lhasa", "Nowhere") for mark in find_city(name).landmarks
    )


# --- repeatably ---------------------------------------------------------------------------------------


def test_the_same_spec_gives_the_same_bytes() -> None:
    spec = spec_of("flatlay")
    assert draw_image(spec, ARTS) == draw_image(spec, ARTS)
    assert draw_avatar(AvatarSpec("lin", "林", "#e79aa8")) == draw_avatar(AvatarSpec("lin", "林", "#e79aa8"))


def test_another_seed_gives_another_composition() -> None:
    drawings = {compose_cover(spec_of("text_big", seed=f"s/{i}"), ARTS).svg() for i in range(12)}
    assert len(drawings) >= 5


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_a_picture_is_drawn_without_slow_filters_and_asks_for_no_font(template: str) -> None:
    svg = compose_cover(spec_of(template), ARTS).svg()
    ElementTree.fromstring(svg)
    assert "<filter" not in svg
    assert "<text" not in svg
    assert "nan" not in svg


# --- colours ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(PALETTE_NAMES))
def test_headlines_keep_wcag_aa_on_every_ground_of_a_palette(name: str) -> None:
    palette = PALETTES[name]
    assert contrast(palette.ink, palette.ground) >= 4.5
    assert contrast(palette.ink, palette.ground_2) >= 4.5
    assert contrast(palette.paper_ink, palette.paper) >= 4.5


@pytest.mark.parametrize("name", sorted(PALETTE_NAMES))
def test_labels_on_the_accent_can_be_read(name: str) -> None:
    palette = PALETTES[name]
    for fill in (palette.accent, palette.accent_2):
        assert contrast(readable_on(fill, ratio=3.3), fill) >= 3.0


@pytest.mark.parametrize("color", ["#000000", "#ffffff", "#8b3a62", "#00ff7f", "#123456"])
def test_colours_survive_the_way_to_oklab_and_back(color: str) -> None:
    assert from_lab(to_lab(color)) == color
    assert mix(color, "#ffffff", 0.0) == color
    assert to_lab(shade(color, 0.1))[0] >= to_lab(color)[0] - 1e-6


# --- refusals -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"template": "collage"}, "template"),
        ({"ratio": "16:9"}, "ratio"),
        ({"palette": "beige"}, "palette"),
        ({"seed": ""}, "seed"),
        ({"lines": ["a"]}, "tuple"),
        ({"template": "swatches", "lines": ("no colour",)}, "swatch line"),
        ({"template": "swatches", "lines": ("red|#ff00",)}, "not a colour"),
        ({"template": "swatches", "lines": ()}, "0 swatches"),
        ({"template": "compare", "products": ("a", "b", "c")}, "two products"),
    ],
)
def test_a_bad_image_spec_is_refused_with_a_reason(changes: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        spec_of(**{"template": "text_big", **changes})  # type: ignore[arg-type]


def test_bad_art_marks_and_avatars_are_refused_with_a_reason() -> None:
    with pytest.raises(ValueError, match="art kind"):
        ProductArt("x", "spaceship", ("#ffffff",))
    with pytest.raises(ValueError, match="one to four"):
        ProductArt("x", "jar", ())
    with pytest.raises(ValueError, match="rrggbb"):
        ProductArt("x", "jar", ("red",))
    with pytest.raises(ValueError, match="mark"):
        MarkSpec("x", "X", "triangle", "#ffffff")
    with pytest.raises(ValueError, match="gender"):
        AvatarSpec("x", "X", "#ffffff", gender="q")
    with pytest.raises(ValueError, match="view"):
        compose_product(ARTS["jar"], view=7)
