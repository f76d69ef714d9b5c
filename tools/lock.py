"""Write requirements/*.txt: every dependency of pyproject.toml, pinned and hashed, for Python 3.11 to 3.13.

``python tools/lock.py`` keeps the pins that stand there; ``--upgrade [NAME]`` moves all, or one. It needs
``uv``. No index, host or path of this machine gets into the files: who installs decides where from.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path("requirements")
PYTHONS = ("3.11", "3.12", "3.13")
# The order matters: later files keep to the pins of earlier ones.
FILES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("run", ("pyproject.toml",)),
    ("build", ("requirements/build.in", "-c", "requirements/run.txt")),
    ("development", ("pyproject.toml", "--extra", "development", "-c", "requirements/run.txt")),
)
# An address or an absolute path; hashes and markers hold neither.
_OF_THIS_MACHINE = re.compile(
    r"https?://|file:|--(extra-)?index-url|--find-links|(?<![\w.])/(opt|home|root|tmp|usr)/"
)

_PIN = re.compile(r"^([a-z0-9][a-z0-9-]*)==", re.MULTILINE)


def compile_file(uv: str, name: str, sources: tuple[str, ...], upgrade: list[str]) -> None:
    """Bring one file up to its sources."""
    command = [
        uv,
        "pip",
        "compile",
        *sources,
        "--output-file",
        str(FOLDER / f"{name}.txt"),
        "--universal",
        "--python-version",
        PYTHONS[0],
        "--generate-hashes",
        "--no-header",
        "--no-emit-index-url",
        "--no-emit-find-links",
        *upgrade,
    ]
    # A Python is never fetched for this: the versions that are asked about need not be installed.
    subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "UV_PYTHON_DOWNLOADS": "never"},
        stdout=subprocess.DEVNULL,
        check=True,
    )


def problems() -> list[str]:
    """What must not stand in a file that everybody installs from, a line each."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in sorted((ROOT / FOLDER).glob("*.txt"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if _OF_THIS_MACHINE.search(line)
    ]


def missing() -> list[str]:
    """Dependencies of pyproject.toml that were not locked, a line each."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = []
    for name, wanted in (
        ("run", project["dependencies"]),
        ("development", project["optional-dependencies"]["development"]),
    ):
        locked = set(_PIN.findall((ROOT / FOLDER / f"{name}.txt").read_text(encoding="utf-8")))
        for text in wanted:
            package = re.split(r"[^A-Za-z0-9._-]", text, maxsplit=1)[0]
            if re.sub(r"[-_.]+", "-", package).lower() not in locked:
                found.append(f"{package} is not in requirements/{name}.txt: python tools/lock.py")
    return found


def main() -> int:
    """Compile all files, then look at what they say."""
    parser = argparse.ArgumentParser(description="Pin and hash the dependencies.")
    parser.add_argument("--check", action="store_true", help="only look; nothing is asked of an index")
    parser.add_argument("--upgrade", nargs="?", const="", metavar="NAME", help="move all pins, or one")
    words = parser.parse_args()
    if words.check:
        found = [*problems(), *missing()]
        sys.stderr.write("".join(line + "\n" for line in found))
        return 1 if found else 0
    chosen = words.upgrade
    uv = shutil.which("uv")
    if uv is None:
        sys.stderr.write("uv is not installed: python -m pip install uv\n")
        return 2
    upgrade = [] if chosen is None else (["--upgrade-package", chosen] if chosen else ["--upgrade"])
    for name, sources in FILES:
        sys.stdout.write(f"locking {FOLDER / name}.txt\n")
        compile_file(uv, name, sources, upgrade)
    found = problems()
    for line in found:
        sys.stderr.write(f"names a place of this machine: {line}\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
