"""Where the web server finds static files: ours, and those that apps bring for the console."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

from django.conf import settings

# The console's app is a configuration of this one, whose files it uses.
_ADMIN = "django.contrib.admin"


def static_mounts(folder: Path) -> list[tuple[str, Path]]:
    """Pairs of address and folder, the longer addresses first.

    Two apps may have files under one address, the first of them in force; a web server has one folder for an
    address. So theirs are laid together in *folder*, anew at each start: they are small, and may have been
    upgraded. Only settings are read: Django is not started for this.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for app in reversed([*settings.INSTALLED_APPS, _ADMIN]):
        for place in _static_folders(app):
            shutil.copytree(place, folder, dirs_exist_ok=True)
    theirs = [
        (f"{settings.STATIC_URL}{part.name}", part) for part in sorted(folder.iterdir()) if part.is_dir()
    ]
    return [*theirs, (str(settings.STATIC_URL), Path(settings.STATIC_FOLDER))]


def _static_folders(app: str) -> list[Path]:
    if app.startswith("hongshu."):
        return []
    # An app may be named by its configuration: package.apps.Class.
    spec = importlib.util.find_spec(app.partition(".apps.")[0])
    places = (spec.submodule_search_locations or []) if spec is not None else []
    return [Path(place) / "static" for place in places if (Path(place) / "static").is_dir()]
