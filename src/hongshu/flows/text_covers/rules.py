"""Pure decisions about text covers: which looks there are, what a line becomes."""

from __future__ import annotations

from hongshu.flows.demo_world.drawing.contracts import ImageSpec
from hongshu.flows.demo_world.drawing.typesetting import clean
from hongshu.flows.text_covers.contracts import (
    LINE_MAX,
    CoverLineEmpty,
    CoverLineTooLong,
    CoverTemplate,
    UnknownCoverTemplate,
)

# What the drawing room calls them: the manner of its template of big words, and a palette.
_LOOKS: dict[CoverTemplate, tuple[int, str]] = {
    CoverTemplate("clouds", "云朵", "Clouds"): (0, "rose"),
    CoverTemplate("labels", "标签", "Labels"): (1, "butter"),
    CoverTemplate("bubble", "气泡", "Speech bubble"): (2, "sky"),
    CoverTemplate("note", "便签", "Sticky note"): (3, "mint"),
    CoverTemplate("waves", "海浪", "Waves"): (4, "lilac"),
    CoverTemplate("night", "夜色", "Night"): (0, "charcoal"),
    CoverTemplate("peach", "蜜桃", "Peach"): (2, "apricot"),
    CoverTemplate("ink", "深蓝", "Deep blue"): (4, "cobalt"),
}
TEMPLATES = tuple(_LOOKS)


def cover_spec(line: str, template: str) -> ImageSpec:
    """What is drawn. Raises CoverLineEmpty, CoverLineTooLong, UnknownCoverTemplate."""
    words = " ".join(line.split())
    if len(words) > LINE_MAX:
        raise CoverLineTooLong(field="cover", max=LINE_MAX)
    if not clean(words).strip():
        raise CoverLineEmpty(field="cover")
    for look, (manner, palette) in _LOOKS.items():
        if look.slug == template:
            return ImageSpec(
                seed=f"text-cover/{template}",
                template="text_big",
                ratio="3:4",
                palette=palette,
                headline=words,
                manner=manner,
            )
    raise UnknownCoverTemplate(field="cover")
