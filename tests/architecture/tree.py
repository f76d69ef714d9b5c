"""The committed text of the project, for tests that read it."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
_NOT_OURS = frozenset({".git", ".venv", "var", "__pycache__"})


@cache
def committed_files() -> tuple[Path, ...]:
    """Every file that is committed or waits to be; without git, every file that is not made by a run."""
    words = ["git", "-C", str(PROJECT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(words, capture_output=True, check=False, text=True)
        names = done.stdout.split("\0") if done.returncode == 0 else []
    except FileNotFoundError:
        names = []
    found = [PROJECT / name for name in names if name] or [
        path for path in PROJECT.rglob("*") if not _NOT_OURS & set(path.relative_to(PROJECT).parts)
    ]
    return tuple(sorted(path for path in found if path.is_file() and not path.is_symlink()))


def texts() -> Iterator[tuple[str, str]]:
    """Name and text of every committed file that is text."""
    for path in committed_files():
        data = path.read_bytes()
        if b"\0" not in data[:8192]:
            yield str(path.relative_to(PROJECT)), data.decode("utf-8", errors="replace")


@cache
def programs() -> tuple[tuple[str, ast.Module], ...]:
    """Name and syntax tree of every committed Python file but the migrations."""
    return tuple(
        (name, ast.parse(text))
        for name, text in texts()
        if (name.endswith(".py") or name in ("run", "test")) and "/migrations/" not in name
    )


def imports_of(tree: ast.Module) -> Iterator[str]:
    """Every module, and every name out of a module, that a file imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
