"""The shape of an id and its wire form: eleven characters of base 58, which sort as the ids do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hongshu.kernel.errors import DomainError, RefusalKind

EPOCH = datetime(2025, 1, 1, tzinfo=UTC)
EPOCH_MS = int(EPOCH.timestamp()) * 1000
NODE_BITS = 10
SEQUENCE_BITS = 12
NODES = 1 << NODE_BITS
SEQUENCES = 1 << SEQUENCE_BITS

# Base 58 in the order of ASCII: no 0, O, I or l, so an id can be read aloud, and text order is id order.
_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUE = {character: value for value, character in enumerate(_ALPHABET)}
_LENGTH = 11


class Id(int):
    """A 64-bit id. A type of its own, so that the encoder can tell an id from a count."""

    __slots__ = ()


HIGHEST_ID = Id((1 << 63) - 1)


class InvalidId(DomainError):
    """The text is not the wire form of an id: whatever it should name is not there."""

    code = "not_found"
    kind = RefusalKind.NOT_FOUND


def wire_form(value: int) -> str:
    """The short opaque text that stands for an id outside the program."""
    assert 0 <= value <= HIGHEST_ID, f"not an id: {value}"
    text = ""
    for _ in range(_LENGTH):
        value, digit = divmod(value, 58)
        text = _ALPHABET[digit] + text
    return text


def parse_id(text: str) -> Id:
    """The id behind its wire form. Raises InvalidId."""
    if len(text) != _LENGTH:
        raise InvalidId
    value = 0
    for character in text:
        digit = _VALUE.get(character)
        if digit is None:
            raise InvalidId
        value = value * 58 + digit
    if value > HIGHEST_ID:
        raise InvalidId
    return Id(value)


def assemble(*, millisecond: int, node: int, sequence: int) -> Id:
    """Put an id together from its three parts."""
    return Id((millisecond << (NODE_BITS + SEQUENCE_BITS)) | (node << SEQUENCE_BITS) | sequence)


def milliseconds_since_epoch(moment: datetime) -> int:
    """Whole milliseconds from the epoch of ids to *moment*."""
    return (moment - EPOCH) // timedelta(milliseconds=1)


def issued_at(value: int) -> datetime:
    """When the id was issued, to the millisecond, by the clock of its node."""
    return EPOCH + timedelta(milliseconds=value >> (NODE_BITS + SEQUENCE_BITS))


def id_at(moment: datetime) -> Id:
    """The lowest id that could be issued at *moment*: a bound for ranges, never a key."""
    return assemble(millisecond=max(0, milliseconds_since_epoch(moment)), node=0, sequence=0)
