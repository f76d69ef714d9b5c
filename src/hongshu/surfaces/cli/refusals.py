"""What the command line says no to, and how each no reaches the operator: one line, one exit code."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from typing import NoReturn

import click

from hongshu.flows.backup.contracts import BackupError
from hongshu.kernel.errors import DomainError
from hongshu.kernel.private_database.errors import PrivateDatabaseError
from hongshu.kernel.settings import SettingError

REFUSED = 2
INTERRUPTED = 130


class Refused(Exception):
    """The command cannot be carried out; ``str()`` is one line that says what to do."""


def run_command(command: Callable[[], object]) -> NoReturn:
    """Run a command and end the process with the code that fits how it went."""
    try:
        result = command()
        sys.exit(result if isinstance(result, int) else 0)
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(INTERRUPTED)
    except (Refused, BackupError, SettingError, PrivateDatabaseError, DomainError) as problem:
        _end(str(problem))
    except OSError as problem:
        if problem.errno in (errno.ENOSPC, errno.EDQUOT):
            _end(f"The disk is full ({problem.filename or 'no file named'}): free some space and try again.")
        if problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS) and problem.filename:
            _end(f"{problem.filename} may not be read or written: {problem.strerror}.")
        raise


def _end(line: str) -> NoReturn:
    click.echo(line, err=True)
    sys.exit(REFUSED)
