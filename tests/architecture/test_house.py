"""Floors, arrows and doors hold, and the checks would tell if they did not."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from configparser import ConfigParser
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.architecture.contracts import configuration, lint
from tests.architecture.house import FLOORS, OTHER_DOORS, SOURCE, has_place, packages


@dataclass(frozen=True, slots=True)
class Planted:
    """A violation: which contract must tell, the file, what is written there, and what it then imports."""

    contract: str
    file: str
    statement: str
    imported: str

    @property
    def module(self) -> str:
        return "hongshu." + self.file.removesuffix(".py").replace("/", ".")


PLANTED = {
    "an import from a floor above": Planted(
        "kernel",
        "kernel/clock.py",
        "from hongshu.platform.accounts.contracts import Role",
        "hongshu.platform.accounts.contracts",
    ),
    "the store knows the community": Planted(
        "store.catalog",
        "store/catalog/rules.py",
        "from hongshu.community.notes.contracts import NoteDraft",
        "hongshu.community.notes.contracts",
    ),
    "an import against the arrow": Planted(
        "community.notes",
        "community/notes/queries.py",
        "from hongshu.community.responses import queries as responses",
        "hongshu.community.responses.queries",
    ),
    "a neighbour without an arrow": Planted(
        "platform.media",
        "platform/media/queries.py",
        "from hongshu.platform.behaviour import queries as behaviour",
        "hongshu.platform.behaviour.queries",
    ),
    "one surface knows another": Planted(
        "surfaces.console",
        "surfaces/console/apps.py",
        "from hongshu.surfaces.web.viewer import viewer_of",
        "hongshu.surfaces.web.viewer",
    ),
    "the models of another package": Planted(
        "community.responses",
        "community/responses/services.py",
        "from hongshu.community.notes.models import NoteRow",
        "hongshu.community.notes.models",
    ),
    "the rules of another package, inside a function": Planted(
        "flows.publishing",
        "flows/publishing/services.py",
        "def peek() -> object:\n    from hongshu.store.catalog import rules\n    return rules",
        "hongshu.store.catalog.rules",
    ),
    "the kernel's tables": Planted(
        "platform.accounts",
        "platform/accounts/services.py",
        "from hongshu.kernel.models import OutboxEvent",
        "hongshu.kernel.models",
    ),
    "a port of another package, for its type only": Planted(
        "surfaces.web",
        "surfaces/web/media.py",
        "import typing\nif typing.TYPE_CHECKING:\n    from hongshu.platform.media.ports import PictureStore",
        "hongshu.platform.media.ports",
    ),
    "the command line knows the composition root": Planted(
        "surfaces.cli", "surfaces/cli/main.py", "import hongshu.config.wsgi", "hongshu.config.wsgi"
    ),
    # Of packages outside, import-linter knows the first name only.
    "shapes that need Django": Planted(
        "every.contracts", "platform/media/contracts.py", "from django.db import models", "django"
    ),
    "rules that leave it to chance": Planted(
        "every.rules", "platform/accounts/rules.py", "import random", "random"
    ),
    "engines that need a database": Planted(
        "discovery.engines", "discovery/engines/planted.py", "from django.db import connection", "django"
    ),
}


def test_every_package_has_its_place_in_the_house() -> None:
    strangers = [package.name for package in packages() if not has_place(package)]
    assert not strangers, f"not in tests/architecture/house.py: {strangers}"


def test_every_package_has_a_contract_without_exceptions() -> None:
    config = ConfigParser()
    config.read_string(configuration())
    contracts = {name.removeprefix("importlinter:contract:") for name in config.sections()[1:]}
    assert {package.name for package in packages()} <= contracts
    for section in config.sections():
        assert "ignore_imports" not in config[section]
        assert "*" not in "".join(config[section].values()), f"a wildcard lets neighbours through: {section}"


def test_the_table_names_only_what_it_declares() -> None:
    names = {f"{floor}.{name}" for floor, beside in FLOORS.items() for name in beside} | set(FLOORS)
    assert set(OTHER_DOORS) <= names
    for floor, beside in FLOORS.items():
        for name, used in beside.items():
            assert set(used) <= set(beside) - {name}, f"{floor}.{name} has an arrow to nowhere"


def test_the_house_stands(tmp_path: Path) -> None:
    done = lint(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """What import-linter says of a copy of the tree with every violation planted."""
    folder = tmp_path_factory.mktemp("planted")
    source = folder / "src"
    shutil.copytree(SOURCE, source, ignore=_all_but_python)
    for planted in PLANTED.values():
        path = source / "hongshu" / planted.file
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent / "__init__.py").touch()
        with path.open("a", encoding="utf-8") as end:
            end.write(f"\n\n{planted.statement}\n")
    (source / "hongshu" / "discovery" / "__init__.py").touch()
    return lint(folder, source)


@pytest.mark.parametrize("rule", PLANTED)
def test_a_planted_violation_breaks_its_contract(told: subprocess.CompletedProcess[str], rule: str) -> None:
    planted = PLANTED[rule]
    assert told.returncode == 1, told.stdout + told.stderr
    assert f"{planted.contract} BROKEN" in told.stdout
    assert f"{planted.module} -> {planted.imported} " in told.stdout


def test_nothing_else_is_broken_by_them(told: subprocess.CompletedProcess[str]) -> None:
    broken = {line.split()[0] for line in told.stdout.splitlines() if line.endswith(" BROKEN")}
    assert broken == {planted.contract for planted in PLANTED.values()}


def _all_but_python(folder: str, names: Sequence[str]) -> set[str]:
    return {name for name in names if not name.endswith(".py") and not (Path(folder) / name).is_dir()}
