"""The messages of the pages: ``update`` the catalogues from the code, ``compile`` them, ``check`` them.

English is written in the code; the Chinese catalogue is the translation. ``check`` fails when a message of
the code is missing, empty or fuzzy in Chinese, when one has other blanks than its English, or when one was
left in English without being listed in SAME_IN_BOTH.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "hongshu"
LOCALE = PACKAGE / "locale"
LANGUAGES = {"zh_Hans": "zh_Hans_CN", "en": "en"}
METHODS = [
    ("**.py", "python"),
    ("surfaces/web/templates/**.html", "jinja2"),
    ("surfaces/console/templates/**.html", "jinja2"),
]
OPTIONS = {
    "**.py": {"encoding": "utf-8"},
    "surfaces/web/templates/**.html": {
        "encoding": "utf-8",
        "extensions": "jinja2.ext.i18n,jinja2.ext.do",
        "trimmed": "true",
        "silent": "false",
    },
    "surfaces/console/templates/**.html": {
        "encoding": "utf-8",
        "extensions": "jinja2.ext.i18n",
        "trimmed": "true",
        "silent": "false",
    },
}
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
# Texts that are the same in both languages, and meant to be.
SAME_IN_BOTH = frozenset({"“%(text)s”"})
_BLANK = re.compile(r"%\(\w+\)s|\{\w+\}")


def extracted() -> Catalog:
    """Every message of the code."""
    catalog = Catalog(project="hongshu", charset="utf-8")
    found = extract_from_dir(
        PACKAGE, METHODS, OPTIONS, keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    )
    for name, line, message, comments, context in sorted(found, key=lambda hit: (hit[0], hit[1])):
        catalog.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return catalog


def catalogue(language: str) -> Catalog:
    """The catalogue that stands in the repository, or an empty one."""
    path = _path(language)
    if not path.exists():
        return Catalog(locale=LANGUAGES[language], charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGES[language])


def update() -> None:
    """Bring both catalogues up to the code; nothing is guessed, so nothing becomes fuzzy."""
    found = extracted()
    for language, locale in LANGUAGES.items():
        old = catalogue(language)
        fresh = Catalog(
            locale=locale,
            project="hongshu",
            charset="utf-8",
            fuzzy=False,
            header_comment="# Hongshu",
        )
        # A fixed date: the file changes only when a message does.
        fresh.creation_date = fresh.revision_date = datetime(2026, 11, 24, tzinfo=UTC)
        for message in found:
            if not message.id:
                continue
            known = old.get(message.id, message.context)
            names = sorted({(name, None) for name, _line in message.locations})
            fresh.add(message.id, known.string if known else None, names, context=message.context)
        out = BytesIO()
        write_po(out, fresh, width=100, sort_output=True, omit_header=False, include_lineno=False)
        path = _path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(out.getvalue())


def compile_all() -> None:
    """Write the .mo files, which git does not keep."""
    for language in LANGUAGES:
        out = BytesIO()
        write_mo(out, catalogue(language))
        _path(language).with_suffix(".mo").write_bytes(out.getvalue())


def problems() -> list[str]:
    """What is wrong with the Chinese catalogue, a line each."""
    chinese = catalogue("zh_Hans")
    wrong = []
    for message in extracted():
        if not message.id:
            continue
        known = chinese.get(message.id, message.context)
        wrong += [f"{said}: {_first(message)!r}" for said in _faults(message, known)]
    return wrong


def _faults(message: Message, known: Message | None) -> Iterable[str]:
    if known is None:
        yield "missing"
        return
    texts = known.string if isinstance(known.string, tuple) else (known.string,)
    if not all(texts):
        yield "empty"
        return
    if known.fuzzy:
        yield "fuzzy"
    english = _first(message)
    # "One left" and "%(n)s left" are one message: Chinese, which has one form, says the number.
    blanks = {blank for form in _forms(message) for blank in _BLANK.findall(form)}
    if any(set(_BLANK.findall(text)) != blanks for text in texts):
        yield "other blanks"
    if english in texts and english not in SAME_IN_BOTH:
        yield "left in English"


def _forms(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, tuple | list) else (str(message.id),)


def _first(message: Message) -> str:
    return _forms(message)[0]


def _path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def main() -> int:
    """Run the command that was named."""
    command = sys.argv[1] if len(sys.argv) == 2 else ""
    if command == "update":
        update()
        compile_all()
    elif command == "compile":
        compile_all()
    elif command == "check":
        for line in problems():
            sys.stdout.write(line + "\n")
        return 1 if problems() else 0
    else:
        sys.stderr.write("usage: python tools/messages.py update | compile | check\n")
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
