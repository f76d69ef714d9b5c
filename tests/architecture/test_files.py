"""Sizes, names and habits of the committed files."""

from __future__ import annotations

import ast
import re

import pytest
from tests.architecture.tree import PROJECT, imports_of, programs, texts

LINES_MAX = 500
FUNCTION_LINES_MAX = 60
CODE = (".py", ".js", ".css", ".html", ".sql")
VAGUE = ("utils", "util", "helpers", "helper", "manager", "misc", "common")

# Put together here, so that this file does not hold what it looks for; the lock's tool looks for it too.
LOOKS_FOR_THEM = "tools/lock.py"
REGISTRIES = ("pypi." + "org", "python" + "hosted.org", "npm" + "js.", "unpkg." + "com", "jsdelivr." + "net")
INDEX_OPTION = re.compile(r"--(extra-)?index" + r"-url|--find" + r"-links|https?://\S+/simple\b")
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(?:work|root)/[\w.]")

# Who may look at the environment, besides the settings, which read it once.
ENVIRONMENT_READERS = {
    "src/hongshu/kernel/settings.py",
    "src/hongshu/kernel/private_database/binaries.py",  # what a PostgreSQL process inherits
}
ENVIRONMENT_SETTERS = ("src/hongshu/config/", "src/hongshu/surfaces/cli/")  # before the settings are read


def test_no_file_is_too_long() -> None:
    lines = {
        name: text.count("\n") for name, text in texts() if name.endswith(CODE) and "/migrations/" not in name
    }
    assert lines
    assert not {name: count for name, count in lines.items() if count > LINES_MAX}


def test_no_function_is_too_long() -> None:
    long = [
        f"{name}:{node.lineno} {node.name}"
        for name, tree in programs()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES_MAX
    ]
    assert not long


def test_no_module_has_a_vague_name() -> None:
    vague = [name for name, _ in programs() if set(name.removesuffix(".py").split("/")) & set(VAGUE)]
    assert not vague


def test_every_module_and_public_door_says_what_it_promises() -> None:
    silent = []
    for name, tree in programs():
        if not name.startswith("src/") or not tree.body or name.endswith("/apps.py"):
            continue
        if ast.get_docstring(tree) is None:
            silent.append(name)
        if re.search(r"/(services|queries|contracts|rules|ports)(/|\.py)", name):
            silent += [
                f"{name}:{node.lineno} {node.name}"
                for node in tree.body
                if isinstance(node, ast.FunctionDef | ast.ClassDef)
                and not node.name.startswith("_")
                and ast.get_docstring(node) is None
            ]
    assert not silent


def test_no_registry_and_no_path_of_a_machine_is_named() -> None:
    found = []
    for name, text in texts():
        if name == LOOKS_FOR_THEM:
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            if _names_a_place(line):
                found.append(f"{name}:{number}: {line.strip()[:100]}")
    assert not found


@pytest.mark.parametrize(
    "line",
    [
        f"from {REGISTRIES[0]}",
        "--index" + "-url x",
        "https://mirror.example/" + "simple",
        "cd /wo" + "rk/main",
    ],
)
def test_a_planted_host_or_path_is_found(line: str) -> None:
    assert _names_a_place(line)


def test_there_are_no_signals_and_no_models_by_name() -> None:
    found = []
    for name, tree in programs():
        if not name.startswith("src/"):
            continue
        used = set(imports_of(tree))
        if any(
            each.startswith(("django.dispatch", "django.db.models.signals")) or ".signals" in each
            for each in used
        ):
            found.append(f"{name}: signals")
        found += [
            f"{name}:{node.lineno}: get_model"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute | ast.Name)
            and (node.attr if isinstance(node, ast.Attribute) else node.id) == "get_model"
        ]
    assert not found


def test_only_the_settings_read_the_environment() -> None:
    readers = {
        name
        for name, tree in programs()
        if name.startswith("src/")
        and not name.startswith(ENVIRONMENT_SETTERS)
        and any(
            isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv") for node in ast.walk(tree)
        )
    }
    assert readers <= ENVIRONMENT_READERS


def test_every_setting_is_in_the_operations_page() -> None:
    from hongshu.kernel.settings import VARIABLES

    page = PROJECT / "docs" / "operations.md"
    if not page.exists():
        pytest.skip("docs/operations.md is not written yet")
    text = page.read_text(encoding="utf-8")
    assert not [name for name in VARIABLES if f"`{name}`" not in text]
    named = set(re.findall(r"`(HONGSHU_[A-Z_]+)`", text))
    assert named <= set(VARIABLES), "the page tells of settings that nobody reads"


def _names_a_place(line: str) -> bool:
    found = any(host in line for host in REGISTRIES)
    return found or bool(INDEX_OPTION.search(line) or MACHINE_PATH.search(line))
