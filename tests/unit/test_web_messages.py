"""The catalogues are whole, and the templates can be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools import messages

from hongshu.surfaces.web.jinja import environment

TEMPLATES = Path(messages.PACKAGE) / "surfaces" / "web" / "templates"


def test_every_message_is_in_chinese() -> None:
    assert messages.problems() == []


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_every_template_can_be_read(path: Path) -> None:
    assert environment().parse(path.read_text(encoding="utf-8")).body


def test_no_template_carries_an_inline_script_or_style() -> None:
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "<style" not in text, path
        for start in text.split("<script")[1:]:
            tag = start.split(">")[0]
            assert "src=" in tag or 'type="application/json"' in tag, path
        assert not any(f" {handler}=" in text for handler in ("onclick", "onload", "onerror", "onsubmit")), (
            path
        )
