"""Hostile bytes are refused before they are decoded; what comes out tells nothing of where it was."""

from __future__ import annotations

import base64
import io
import struct
import threading
import zlib
from typing import Any

import pytest
import pyvips
from PIL import Image
from tests.support.heic import heic_picture

from hongshu.kernel.errors import DomainError
from hongshu.platform.media import rendering
from hongshu.platform.media.contracts import (
    MAX_BYTES,
    MAX_SIDE,
    PictureBroken,
    PictureTooLarge,
    PictureTypeRefused,
    Rendered,
    RenderingBusy,
)
from hongshu.platform.media.rendering import render_picture, render_pixels, sniff

FORMATS = ("jpeg", "png", "webp", "gif", "avif")
# As Y, Cb, Cr.
RED, BLUE = (81, 90, 240), (41, 240, 110)
GPS, MAKE, ORIENTATION, LATITUDE = 0x8825, 0x010F, 0x0112, 2


def _picture(kind: str = "jpeg", size: tuple[int, int] = (80, 60), **options: Any) -> bytes:
    """A picture whose left half is red and right half blue."""
    image = Image.new("RGB", size, (220, 30, 30))
    image.paste((30, 30, 220), (size[0] // 2, 0, *size))
    data = io.BytesIO()
    image.save(data, format=kind, **options)
    return data.getvalue()


def _png(width: int, height: int, pixels: bytes) -> bytes:
    """A PNG (RFC 2083) that claims a size, with whatever pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def _opened(rendered: Rendered, suffix: str) -> Any:
    return pyvips.Image.new_from_buffer(rendered.files[suffix], "")


def _color_at(rendered: Rendered, x: float, y: float) -> list[float]:
    image = _opened(rendered, f"{rendered.widths[-1]}.webp")
    return list(image.getpoint(int(x * (image.width - 1)), int(y * (image.height - 1))))


def _is_red(color: list[float]) -> bool:
    return color[0] > 150 and color[2] < 100


@pytest.mark.parametrize("kind", FORMATS)
def test_every_accepted_type_is_rendered_in_both_formats(kind: str) -> None:
    data = _picture(kind)
    assert sniff(data) == kind
    rendered = render_picture(data)
    assert (rendered.width, rendered.height, rendered.widths) == (80, 60, (80,))
    assert set(rendered.files) == {"80.webp", "80.avif"}
    for suffix in rendered.files:
        image = _opened(rendered, suffix)
        assert (image.width, image.height, image.bands) == (80, 60, 3)
    assert _is_red(_color_at(rendered, 0.1, 0.5))
    assert not _is_red(_color_at(rendered, 0.9, 0.5))


def test_a_large_picture_has_three_widths_and_its_own_proportions() -> None:
    rendered = render_picture(_picture(size=(2000, 1000)))
    assert rendered.widths == (360, 720, 1440)
    assert {
        suffix: (_opened(rendered, suffix).width, _opened(rendered, suffix).height)
        for suffix in rendered.files
    } == {f"{width}.{kind}": (width, width // 2) for width in (360, 720, 1440) for kind in ("webp", "avif")}


def test_a_placeholder_and_a_mean_colour_come_with_it() -> None:
    rendered = render_picture(_picture())
    assert 5 <= len(base64.urlsafe_b64decode(rendered.thumbhash + "==")) <= 30
    red, green, blue = bytes.fromhex(rendered.color[1:])
    assert 100 < red < 150
    assert green < 60
    assert 100 < blue < 150


def test_the_same_picture_gives_the_same_digest_and_another_one_another() -> None:
    assert render_picture(_picture()).digest == render_picture(_picture()).digest
    assert render_picture(_picture()).digest != render_picture(_picture(size=(80, 61))).digest


def test_nothing_that_a_camera_wrote_leaves() -> None:
    exif = Image.Exif()
    exif[MAKE] = "SecretCamera"
    exif.get_ifd(GPS)[LATITUDE] = (31.0, 13.0, 49.0)
    data = (
        _picture(exif=exif, comment=b"SecretComment", xmp=b"<x:xmpmeta>SecretPlace</x:xmpmeta>")
        + b"SecretTail"
    )
    assert Image.open(io.BytesIO(data)).getexif().get_ifd(GPS)
    rendered = render_picture(data)
    for suffix, file in rendered.files.items():
        assert b"Secret" not in file
        fields = set(_opened(rendered, suffix).get_fields())
        assert not {field for field in fields if field.startswith(("exif", "xmp", "iptc", "icc"))}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_picture_is_upright(orientation: int) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    rendered = render_picture(_picture(exif=exif))
    is_turned = orientation >= 5
    assert (rendered.width, rendered.height) == ((60, 80) if is_turned else (80, 60))
    # Where the red left side of the stored pixels is seen (EXIF 2.32, orientation 1 to 8).
    x, y = {1: (0, 1), 2: (9, 1), 3: (9, 1), 4: (0, 1), 5: (1, 0), 6: (1, 0), 7: (1, 9), 8: (1, 9)}[
        orientation
    ]
    assert _is_red(_color_at(rendered, x / 9, y / 9))


def test_transparency_is_white_and_an_animation_shows_its_first_frame() -> None:
    data = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(data, format="png")
    assert min(_color_at(render_picture(data.getvalue()), 0.5, 0.5)) > 240
    frames = [Image.new("RGB", (40, 40), color) for color in ("red", "blue", "blue")]
    data = io.BytesIO()
    frames[0].save(data, format="gif", save_all=True, append_images=frames[1:])
    rendered = render_picture(data.getvalue())
    assert (rendered.width, rendered.height) == (40, 40)
    assert _is_red(_color_at(rendered, 0.5, 0.5))


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "I;16", "CMYK", "1"])
def test_every_way_of_writing_colours_comes_out_as_three_bands(mode: str) -> None:
    data = io.BytesIO()
    Image.new(mode, (30, 20)).save(data, format="jpeg" if mode == "CMYK" else "png")
    rendered = render_picture(data.getvalue())
    assert _opened(rendered, "30.webp").bands == 3


def test_a_small_file_of_many_pixels_is_refused_before_it_is_decoded() -> None:
    bomb = _png(16_000, 16_000, zlib.compress(bytes(2001 * 16_000), 9))
    assert len(bomb) < 100_000
    with pytest.raises(PictureTooLarge) as refused:
        render_picture(bomb)
    assert refused.value.details == {"max_mb": 20, "max_megapixels": 50}


@pytest.mark.parametrize(
    "data",
    [b"\xff\xd8\xff" + bytes(MAX_BYTES), _png(MAX_SIDE + 1, 1, zlib.compress(bytes(2001)))],
    ids=["bytes", "side"],
)
def test_more_than_is_allowed_is_too_large(data: bytes) -> None:
    with pytest.raises(PictureTooLarge):
        render_picture(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"MZ\x90\0",
        b"BM" + bytes(60),
        b"II*\0" + bytes(60),
        b"RIFF\0\0\0\0WAVEfmt ",
        b"\0\0\0\x18ftypmp42" + bytes(20),
        b"\0\0\0\x08ftyp",
        b"<?php echo 1 ?>" + _picture(),
    ],
)
def test_what_does_not_begin_like_a_picture_is_refused_whatever_it_is_called(data: bytes) -> None:
    with pytest.raises(PictureTypeRefused):
        render_picture(data)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("share", [0.05, 0.5, 0.9])
def test_a_picture_that_ends_too_early_is_broken(kind: str, share: float) -> None:
    data = _picture(kind, size=(300, 300))
    with pytest.raises(PictureBroken):
        render_picture(data[: max(16, int(len(data) * share))])


@pytest.mark.parametrize("kind", FORMATS)
def test_turned_bits_are_rendered_or_refused_and_nothing_worse(kind: str) -> None:
    data = _picture(kind, size=(64, 64))
    for position in range(12, len(data), max(1, len(data) // 40)):
        broken = bytearray(data)
        broken[position] ^= 0xA5
        try:
            rendered = render_picture(bytes(broken))
        except DomainError:
            continue
        assert rendered.files


def test_a_type_under_the_name_of_another_is_opened_as_what_it_is() -> None:
    with pytest.raises(PictureBroken):
        render_picture(b"\x89PNG\r\n\x1a\n" + _picture("jpeg"))
    with pytest.raises(PictureBroken):
        render_picture(b"\xff\xd8\xff" + b"<svg/>")
    with pytest.raises(PictureBroken):
        render_picture(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200))


def test_a_heic_picture_is_decoded() -> None:
    data = heic_picture([RED, BLUE, BLUE, RED])
    assert sniff(data) == "heic"
    rendered = render_picture(data)
    assert (rendered.width, rendered.height, rendered.widths) == (32, 32, (32,))
    assert set(rendered.files) == {"32.webp", "32.avif"}
    assert [_is_red(_color_at(rendered, x, y)) for y in (0.2, 0.8) for x in (0.2, 0.8)] == [
        True,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize("claimed_side", [9000, 16_001, 2**31])
def test_a_heic_picture_that_claims_to_be_huge_is_refused(claimed_side: int) -> None:
    with pytest.raises((PictureTooLarge, PictureBroken)):
        render_picture(heic_picture([RED] * 4, claimed_side=claimed_side))


@pytest.mark.parametrize("length", [40, 200, 400, 1000, 1800])
def test_a_heic_picture_that_ends_too_early_is_broken(length: int) -> None:
    with pytest.raises(PictureBroken):
        render_picture(heic_picture([RED] * 4)[:length])


def test_own_pixels_need_no_decoding() -> None:
    rendered = render_pixels(bytes([200, 10, 10]) * (400 * 500), width=400, height=500)
    assert (rendered.width, rendered.height, rendered.widths) == (400, 500, (360, 400))
    assert _is_red(_color_at(rendered, 0.5, 0.5))


def test_one_picture_is_decoded_at_a_time_and_who_waits_too_long_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rendering, "_WAIT_FOR_TURN_S", 0.01)
    has_turn, may_end = threading.Event(), threading.Event()

    def hold() -> None:
        with rendering._one_at_a_time():
            has_turn.set()
            may_end.wait(30)

    holder = threading.Thread(target=hold)
    holder.start()
    assert has_turn.wait(30)
    with pytest.raises(RenderingBusy):
        render_picture(_picture())
    may_end.set()
    holder.join()
    assert render_picture(_picture()).files
