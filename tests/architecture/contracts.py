"""import-linter's contracts, made from the table of the house: one a package, none with an exception."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.architecture.house import (
    ENTERS_EVERYWHERE,
    ROOT,
    SOURCE,
    Package,
    has_place,
    may_use,
    packages,
)

# What a module of this name may not import, wherever it stands.
UNWANTED_IN_ROOM = {
    "contracts": ("django",),
    "rules": (
        "django",
        "psycopg",
        "time",
        "random",
        "secrets",
        f"{ROOT}.kernel.clock",
        f"{ROOT}.kernel.models",
    ),
}
UNWANTED_IN_ENGINES = ("django", "psycopg", "procrastinate")


def contract_of(package: Package, all_packages: Sequence[Package]) -> str:
    """The contract of one package: what is above, beside, or behind a door is forbidden."""
    forbidden: list[str] = []
    for other in all_packages:
        if other.name == package.name:
            continue
        if not may_use(package, other):
            forbidden.append(other.module)
        elif package.name not in ENTERS_EVERYWHERE:
            forbidden += [f"{other.module}.{room}" for room in sorted(other.shut_rooms)]
    if package.name == "discovery.engines":
        forbidden += UNWANTED_IN_ENGINES
    return _forbidden(package.name, [package.module], forbidden)


def room_contracts(all_packages: Sequence[Package]) -> list[str]:
    """Contracts of rooms: shapes know no Django, rules know no database, clock or chance."""
    found = []
    for room, unwanted in UNWANTED_IN_ROOM.items():
        modules = [f"{package.module}.{room}" for package in all_packages if room in package.rooms]
        if modules:
            found.append(_forbidden(f"every.{room}", modules, unwanted))
    return found


def configuration(source: Path = SOURCE) -> str:
    """The whole configuration file for the tree under *source*."""
    known = [package for package in packages(source) if has_place(package)]
    head = f"[importlinter]\nroot_package = {ROOT}\ninclude_external_packages = True\n"
    contracts = [contract_of(package, known) for package in known]
    return "\n".join([head, *contracts, *room_contracts(known)])


def lint(folder: Path, source: Path = SOURCE) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the tree under *source*; its files are written to *folder*."""
    config = folder / "importlinter.ini"
    config.write_text(configuration(source), encoding="utf-8")
    words = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
    ]
    return subprocess.run(
        [*words, "--config", str(config), "--no-cache", "--no-logo"],
        cwd=folder,
        env={"PYTHONPATH": str(source), "PATH": "", "COLUMNS": "400"},
        capture_output=True,
        text=True,
        check=False,
    )


def _forbidden(name: str, sources: Sequence[str], forbidden: Sequence[str]) -> str:
    lines = [f"[importlinter:contract:{name}]", f"name = {name}"]
    if forbidden:
        # Only imports of the package itself count: what it uses has a contract of its own.
        lines += ["type = forbidden", "allow_indirect_imports = True"]
        lines += ["source_modules =", *(f"    {each}" for each in sources)]
        lines += ["forbidden_modules =", *(f"    {each}" for each in forbidden)]
    else:
        lines += ["type = independence", "modules =", *(f"    {each}" for each in sources)]
    return "\n".join(lines) + "\n"
