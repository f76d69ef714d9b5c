"""The schemas of the messages. The table of fields is the one source; the XSD is written from it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from lxml import etree

from hongshu.store.declarations.contracts import DocumentKind

NAMESPACE = "http://www.chinaport.gov.cn/ceb"
SIGNATURE_NAMESPACE = "http://www.w3.org/2000/09/xmldsig#"
_FILE = Path(__file__).resolve().parent.parent / "data" / "fields.toml"
_TRANSFER = (
    "copCode C18", "copName C200", "dxpMode F:DXP", "dxpId C30", "note C1000?",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name, its type as the table has it, and whether it has to be there."""

    name: str
    type: str
    is_needed: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """The parts of a message; ``head`` is empty where the fields stand in the root itself."""

    kind: DocumentKind
    root: str
    head: str
    list: str
    head_fields: tuple[Field, ...]
    list_fields: tuple[Field, ...]


@cache
def shape_of(kind: DocumentKind) -> Shape:
    """The parts and fields of a message, in their order."""
    row = _table()[kind.value]
    return Shape(
        kind=kind,
        root=row["root"],
        head=row["head"],
        list=row.get("list", ""),
        head_fields=tuple(map(_field, row["head_fields"])),
        list_fields=tuple(map(_field, row.get("list_fields", ()))),
    )


TRANSFER_FIELDS = tuple(
    Field(name=name, type=kind.rstrip("?"), is_needed=not kind.endswith("?"))
    for name, _, kind in (each.partition(" ") for each in _TRANSFER)
)


@cache
def schema_of(kind: DocumentKind) -> etree.XMLSchema:
    """The compiled schema of a message."""
    return etree.XMLSchema(etree.fromstring(xsd_of(kind)))


def xsd_of(kind: DocumentKind) -> bytes:
    """The XSD of a message, as text. Everything that is not in it is refused."""
    shape = shape_of(kind)
    parts = [_complex(shape.list or "", shape.list_fields)] if shape.list else []
    parts.append(_complex("BaseTransfer", TRANSFER_FIELDS))
    if shape.head:
        parts.append(_complex(shape.head, shape.head_fields))
        inner = f'<xs:element name="{shape.head}" type="c:{shape.head}Type"/>'
        if shape.list:
            inner += (
                f'<xs:element name="{shape.list}" type="c:{shape.list}Type" minOccurs="1" maxOccurs="999"/>'
            )
        parts.append(
            f'<xs:complexType name="{shape.root}Type"><xs:sequence>{inner}</xs:sequence></xs:complexType>'
        )
    else:
        parts.append(_complex(shape.root, shape.head_fields))
    message = (
        f'<xs:element name="{kind.value}Message"><xs:complexType><xs:sequence>'
        f'<xs:element name="{shape.root}" type="c:{shape.root}Type"/>'
        '<xs:element name="BaseTransfer" type="c:BaseTransferType"/>'
        f'<xs:any namespace="{SIGNATURE_NAMESPACE}" processContents="skip" minOccurs="0" maxOccurs="1"/>'
        '</xs:sequence><xs:attribute name="guid" type="c:C36" use="required"/>'
        '<xs:attribute name="version" type="xs:string" fixed="1.0" use="required"/>'
        "</xs:complexType></xs:element>"
    )
    types = "".join(_simple(name) for name in sorted(_types(shape)))
    return (
        f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:c="{NAMESPACE}"'
        f' targetNamespace="{NAMESPACE}" elementFormDefault="qualified">'
        f"{types}{''.join(parts)}{message}</xs:schema>"
    ).encode()


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def _field(text: str) -> Field:
    name, _, kind = text.partition(" ")
    return Field(name=name, type=kind.rstrip("?"), is_needed=not kind.endswith("?"))


def _types(shape: Shape) -> set[str]:
    return {"C36"} | {field.type for field in (*shape.head_fields, *shape.list_fields, *TRANSFER_FIELDS)}


def _complex(name: str, fields: tuple[Field, ...]) -> str:
    inner = "".join(map(_element, fields))
    return f'<xs:complexType name="{name}Type"><xs:sequence>{inner}</xs:sequence></xs:complexType>'


def _element(field: Field) -> str:
    needed = int(field.is_needed)
    return f'<xs:element name="{field.name}" type="c:{_type_name(field.type)}" minOccurs="{needed}"/>'


def _type_name(kind: str) -> str:
    return kind.replace(":", "_")


def _simple(kind: str) -> str:
    letter, rest = kind[0], kind[1:]
    if letter == "C":
        facets = f'<xs:minLength value="1"/><xs:maxLength value="{rest}"/><xs:pattern value="\\S(.*\\S)?"/>'
    elif letter == "F":
        facets = f"<xs:enumeration value={quoteattr(rest[1:])}/>"
    elif letter == "N":
        facets = '<xs:pattern value="[0-9]{1,14}(\\.[0-9]{1,5})?"/>'
    elif letter == "I":
        facets = '<xs:pattern value="[1-9][0-9]{0,3}"/>'
    elif kind == "D14":
        facets = (
            '<xs:pattern value="20[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])'
            '([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]"/>'
        )
    elif kind == "D8":
        facets = '<xs:pattern value="20[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])"/>'
    else:
        facets = f'<xs:pattern value="[0-9]{{{rest}}}"/>'
    return (
        f'<xs:simpleType name="{_type_name(kind)}"><xs:restriction base="xs:string">{facets}'
        "</xs:restriction></xs:simpleType>"
    )
