"""A HEIC picture made by hand, because no encoder of HEVC is at hand whose licence would suit.

One still picture of 32 × 32 in four blocks of 16 × 16, each with its samples as they are (``pcm_flag``), as
ITU-T H.265 (2021-08) and ISO/IEC 23008-12 (2022) say. The CABAC engine codes two bins a block.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence

SIDE = 32
_BLOCK = 16
# Column 3 of table 9-52 for the first states: the range is always above 448 when a bin is coded here.
_LPS_RANGE = (240, 227, 216, 205)
_VPS, _SPS, _PPS, _IDR = 32, 33, 34, 19


class _Bits:
    """A string of bits with the codes of H.265, clause 7.2."""

    def __init__(self) -> None:
        self.bits = ""

    def u(self, width: int, value: int) -> None:
        self.bits += format(value, f"0{width}b")

    def flags(self, pattern: str) -> None:
        self.bits += pattern

    def ue(self, *values: int) -> None:
        for value in values:
            code = format(value + 1, "b")
            self.bits += "0" * (len(code) - 1) + code

    def aligned(self, *, stop: bool) -> bytes:
        """The bytes, after a one (if *stop*) and zeros up to the border."""
        text = self.bits + ("1" if stop else "")
        text += "0" * (-len(text) % 8)
        return int(text, 2).to_bytes(len(text) // 8, "big")


class _Cabac:
    """The arithmetic encoder that clause 9.3.4 describes, begun anew for each block."""

    def __init__(self) -> None:
        self.out = ""
        self._low, self._range, self._outstanding, self._is_first = 0, 510, 0, True

    def likely(self, state: int) -> None:
        """Code the more probable value under a context in *state*."""
        self._range -= _LPS_RANGE[state]
        self._renormalise()

    def terminate(self, value: int) -> None:
        """Code pcm_flag or end_of_slice_segment_flag; a one flushes."""
        self._range -= 2
        if not value:
            self._renormalise()
            return
        self._low += self._range
        self._range = 2
        self._renormalise()
        self._put(self._low >> 9 & 1)
        self.out += format(self._low >> 7 & 3 | 1, "02b")

    def _renormalise(self) -> None:
        while self._range < 256:
            if self._low < 256:
                self._put(0)
            elif self._low >= 512:
                self._low -= 512
                self._put(1)
            else:
                self._low -= 256
                self._outstanding += 1
            self._range <<= 1
            self._low <<= 1

    def _put(self, bit: int) -> None:
        if self._is_first:
            self._is_first = False
        else:
            self.out += str(bit)
        self.out += str(1 - bit) * self._outstanding
        self._outstanding = 0


def heic_picture(colors: Sequence[tuple[int, int, int]], *, claimed_side: int = SIDE) -> bytes:
    """Four blocks of one (Y, Cb, Cr) each, by rows. *claimed_side* is what the container says of the size."""
    assert len(colors) == 4, "four blocks"
    data = _nal(_IDR, _slice(colors))
    media = struct.pack(">I", len(data)) + data
    kind = _box(b"ftyp", b"heic" + bytes(4) + b"mif1heic")
    place = len(kind) + len(_meta(0, len(media), claimed_side)) + 8
    return kind + _meta(place, len(media), claimed_side) + _box(b"mdat", media)


def _slice(colors: Sequence[tuple[int, int, int]]) -> bytes:
    header = _Bits()
    header.flags("10")  # the first slice of its picture
    header.ue(0, 2, 0)  # PPS 0, an I slice, no change of QP
    data = header.aligned(stop=True)
    engine = _Cabac()
    for number, (luma, cb, cr) in enumerate(colors):
        engine.likely(number)  # split_cu_flag 0; its context began in state 0 and has learned since
        engine.terminate(1)  # pcm_flag
        coded = _Bits()
        coded.flags(engine.out)
        data += coded.aligned(stop=False)
        data += (
            bytes([luma]) * _BLOCK**2 + bytes([cb]) * (_BLOCK // 2) ** 2 + bytes([cr]) * (_BLOCK // 2) ** 2
        )
        engine = _Cabac()
        engine.terminate(number == len(colors) - 1)  # end_of_slice_segment_flag
    coded = _Bits()
    coded.flags(engine.out)
    return data + coded.aligned(stop=False)


def _profile(bits: _Bits) -> None:
    bits.u(8, 1)  # Main
    bits.u(32, 0x60000000)
    bits.flags("1001" + "0" * 44)
    bits.u(8, 30)  # level 1


def _vps() -> bytes:
    bits = _Bits()
    bits.flags("000011" + "000000" + "000" + "1" + "1" * 16)
    _profile(bits)
    bits.flags("1")
    bits.ue(0, 0, 0)
    bits.u(6, 0)
    bits.ue(0)
    bits.flags("00")
    return bits.aligned(stop=True)


def _sps() -> bytes:
    bits = _Bits()
    bits.flags("0000" + "000" + "1")
    _profile(bits)
    bits.ue(0, 1, SIDE, SIDE)  # 4:2:0
    bits.flags("0")
    bits.ue(0, 0, 0)
    bits.flags("1")
    bits.ue(0, 0, 0)
    bits.ue(0, 1, 0, 2, 0, 0)  # coding blocks of 8 to 16, transforms of 4 to 16
    bits.flags("0001")  # no scaling lists, no AMP, no SAO, but PCM
    bits.u(4, 7)
    bits.u(4, 7)
    bits.ue(1, 0)  # PCM blocks of 16
    bits.flags("1")
    bits.ue(0)
    bits.flags("00000")
    return bits.aligned(stop=True)


def _pps() -> bytes:
    bits = _Bits()
    bits.ue(0, 0)
    bits.flags("00" + "000" + "00")
    bits.ue(0, 0, 0)
    bits.flags("000")
    bits.ue(0, 0)
    bits.flags("0000000")
    bits.flags("1" + "01")  # deblocking is off
    bits.flags("00")
    bits.ue(0)
    bits.flags("00")
    return bits.aligned(stop=True)


def _nal(kind: int, payload: bytes) -> bytes:
    """A NAL unit; where three bytes would look like a start code, a 3 stands between (clause 7.3.1.1)."""
    out, zeros = bytearray(), 0
    for byte in payload:
        if zeros >= 2 and byte <= 3:
            out.append(3)
            zeros = 0
        out.append(byte)
        zeros = zeros + 1 if byte == 0 else 0
    return bytes([kind << 1, 1]) + bytes(out)


def _box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + kind + body


def _full_box(kind: bytes, version: int, *parts: bytes) -> bytes:
    return _box(kind, bytes([version, 0, 0, 0]), *parts)


def _meta(place: int, length: int, side: int) -> bytes:
    entry = _full_box(b"infe", 2, struct.pack(">HH", 1, 0), b"hvc1", b"\0")
    properties = _box(
        b"ipco", _decoder_configuration(), _full_box(b"ispe", 0, struct.pack(">II", side, side))
    )
    uses = _full_box(b"ipma", 0, struct.pack(">IHBBB", 1, 1, 2, 0x81, 2))
    return _full_box(
        b"meta",
        0,
        _full_box(b"hdlr", 0, bytes(4), b"pict", bytes(13)),
        _full_box(b"pitm", 0, struct.pack(">H", 1)),
        _full_box(b"iloc", 0, struct.pack(">BBHHHHII", 0x44, 0, 1, 1, 0, 1, place, length)),
        _full_box(b"iinf", 0, struct.pack(">H", 1), entry),
        _box(b"iprp", properties, uses),
    )


def _decoder_configuration() -> bytes:
    sets: Iterable[tuple[int, bytes]] = ((_VPS, _vps()), (_SPS, _sps()), (_PPS, _pps()))
    head = bytes(
        [1, 1, 0x60, 0, 0, 0, 0x90, 0, 0, 0, 0, 0, 30, 0xF0, 0, 0xFC, 0xFD, 0xF8, 0xF8, 0, 0, 0x0F, 3]
    )
    arrays = b""
    for kind, payload in sets:
        unit = _nal(kind, payload)
        arrays += struct.pack(">BHH", 0x80 | kind, 1, len(unit)) + unit
    return _box(b"hvcC", head, arrays)
