"""Make the environment in ``.venv`` from the locked, hashed requirements. Needs nothing but Python.

``ready(development=False)`` returns its interpreter; when a stamp says that it fits the lock, at once. Syntax
and modules are those of old Pythons too, so that one is told what is missing instead of a traceback.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "hongshu-stamp.json"
OLDEST = (3, 11)
NAMES = ("python3.13", "python3.12", "python3.11", "python3.14")
# What pip says when the network, and when the disk, is to blame.
NO_NETWORK = re.compile(
    "name resolution|Name or service not known|Network is unreachable|Connection refused|NewConnectionError|"
    "from versions: none|Max retries exceeded|ReadTimeout|ConnectTimeout|connection was reset|ProxyError|"
    "No address associated",
    re.IGNORECASE,
)
NO_SPACE = re.compile("No space left on device|Disk quota exceeded|Errno 28|Errno 122")


class CannotBootstrap(Exception):
    """Why there is no environment, in one line."""


def ready(development=False):
    """The interpreter of an environment that fits the lock; makes or updates it if it does not."""
    _use_a_new_enough_python()
    wanted = _digests(development)
    if _fits(_stamp(), wanted):
        return _python()
    with open(str(Path(__file__).resolve())) as lock:
        # Two starts at once make one environment: the second waits, then finds it done.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _fits(_stamp(), wanted):
            try:
                _make(development, wanted)
            except OSError as problem:
                raise CannotBootstrap(_in_words(str(problem))) from None
    return _python()


def _make(development, wanted):
    stamp = _stamp()
    kept = {} if stamp is None else stamp["digests"]
    if stamp is None or stamp["root"] != str(ROOT) or not _works():
        # Without a stamp it is half-made; with another root it was moved, and its scripts lead nowhere.
        kept = {}
        _say("making the Python environment in .venv (once, a minute or two)")
        _create()
    files = ["build.txt", "run.txt"] + (["development.txt"] if development else [])
    stale = [name for name in files if kept.get(name) != wanted[name]]
    if stale and STAMP.exists():
        # From here on it is half-made, until the new stamp says otherwise.
        STAMP.unlink()
    for name in stale:
        # The build requirements come first: pyvips is only there as source.
        _install(name)
    if kept.get("pyproject.toml") != wanted["pyproject.toml"]:
        _say("installing Hongshu itself")
        _pip(["--no-deps", "--no-index", "--editable", str(ROOT)])
    if kept.get("messages") != wanted["messages"] or not _are_compiled():
        _say("compiling the messages")
        _run([str(_python()), str(ROOT / "tools" / "messages.py"), "compile"])
    fresh = STAMP.with_name(STAMP.name + ".new")
    # What the development requirements brought stays, and counts, until their lock changes.
    both = dict(kept)
    both.update(wanted)
    fresh.write_text(json.dumps({"root": str(ROOT), "python": _version(), "digests": both}))
    os.replace(str(fresh), str(STAMP))


def _create():
    try:
        import ensurepip  # noqa: F401 (Debian takes it out of python3)
        import venv
    except ImportError:
        raise CannotBootstrap(
            "Python's venv module is missing: apt install python3-venv, then start again."
        ) from None
    if ENVIRONMENT.exists():
        if not (ENVIRONMENT / "pyvenv.cfg").exists() and any(ENVIRONMENT.iterdir()):
            raise CannotBootstrap("%s is not a Python environment: move it away." % ENVIRONMENT)
        # What is in it goes, not itself: it may be a link to another disk.
        for entry in ENVIRONMENT.iterdir():
            shutil.rmtree(str(entry)) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
    try:
        venv.create(str(ENVIRONMENT), with_pip=True, symlinks=True)
    except subprocess.CalledProcessError as problem:
        said = (problem.output or b"").decode("utf-8", "replace")
        raise CannotBootstrap(_in_words(said or "pip could not be installed into .venv")) from None


def _install(name):
    lines = (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()
    total = sum(1 for line in lines if re.match(r"[A-Za-z0-9].*==", line))
    _say("installing requirements/%s (%d packages)" % (name, total))
    _pip(["--require-hashes", "--requirement", str(ROOT / "requirements" / name)], total)


def _pip(words, total=0):
    command = [str(_python()), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    _run([*command, "--no-build-isolation", "--progress-bar", "off", *words], total)


def _run(command, total=0):
    """Run a command, count its packages on the screen, and turn its failure into one line."""
    process = subprocess.Popen(
        command,
        cwd=str(ROOT),
        env=dict(os.environ, PYTHONUTF8="1"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    said = []
    done = 0
    shows = total and sys.stdout.isatty()
    for raw in process.stdout:
        line = raw.decode("utf-8", "replace").rstrip()
        said.append(line)
        match = re.match(r"(?:Collecting|Requirement already satisfied:) ([\w.-]+)", line)
        if match and shows:
            done = min(done + 1, total)
            sys.stdout.write("\r  %d of %d  %-40s" % (done, total, match.group(1)))
            sys.stdout.flush()
        elif shows and line.startswith("Installing collected"):
            sys.stdout.write("\r  %-60s" % "unpacking")
            sys.stdout.flush()
    if shows:
        sys.stdout.write("\r%-64s\r" % "")
    if process.wait() != 0:
        raise CannotBootstrap(_in_words("\n".join(said)))


def _in_words(said):
    if NO_SPACE.search(said):
        return "The disk of %s is full: free some space (about 1 GB is needed) and start again." % ROOT
    if NO_NETWORK.search(said):
        return "The package index cannot be reached: check the network (or pip's settings) and start again."
    if "DO NOT MATCH THE HASHES" in said:
        return "A downloaded package does not match its hash in requirements/: nothing was installed."
    return _last(said)


def _last(said):
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if "error" in line.lower() and not line.lower().startswith("note")]
    return (telling or lines or ["it gave no reason"])[-1]


def _use_a_new_enough_python():
    """Go on under a Python that is new enough, or say that there is none."""
    if sys.version_info >= OLDEST:
        return
    for name in NAMES:
        path = shutil.which(name)
        if path:
            os.execv(path, [path, *sys.argv])
    raise CannotBootstrap(
        "Hongshu needs Python %d.%d or newer, and this is %s: install python3.11." % ((*OLDEST, _version()))
    )


def _digests(development):
    names = ["requirements/build.txt", "requirements/run.txt", "pyproject.toml"]
    if development:
        names.append("requirements/development.txt")
    digests = {}
    for name in names:
        digests[Path(name).name] = hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
    messages = hashlib.sha256()
    for path in _catalogues():
        messages.update(path.read_bytes())
    digests["messages"] = messages.hexdigest()
    return digests


def _catalogues():
    return sorted((ROOT / "src" / "hongshu" / "locale").rglob("*.po"))


def _are_compiled():
    return all(path.with_suffix(".mo").exists() for path in _catalogues())


def _stamp():
    try:
        stamp = json.loads(STAMP.read_text())
        return stamp if {"root", "python", "digests"} <= set(stamp) else None
    except (OSError, ValueError):
        return None


def _fits(stamp, wanted):
    return (
        stamp is not None
        and stamp["root"] == str(ROOT)
        and all(stamp["digests"].get(name) == digest for name, digest in wanted.items())
        and _python().exists()
        and _are_compiled()
    )


def _works():
    """Whether its interpreter still runs: the system's Python may have been replaced below it."""
    command = [str(_python()), "-c", "import pip"]
    try:
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    except OSError:
        return False
    return done.returncode == 0


def _python():
    return ENVIRONMENT / "bin" / "python"


def _version():
    return "%d.%d.%d" % tuple(sys.version_info[:3])


def _say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
