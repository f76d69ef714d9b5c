"""What an import reports, and why a file cannot be imported at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from hongshu.kernel.errors import DomainError, RefusalKind


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was not imported. ``line`` is where it begins in the file, the header being line 1."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class PartReport:
    """What happened to the rows of one kind ("products", "notes").

    ``read`` is ``created + changed + known + repeated + refused``: no row is missing. ``known`` were there
    and are unchanged; ``repeated`` tell of what another row of this import tells already.
    """

    part: str
    read: int
    created: int
    changed: int
    known: int
    repeated: int
    refused: int


@dataclass(frozen=True, slots=True)
class ImportReport:
    """All that an import did, with every refused row."""

    source: str
    parts: tuple[PartReport, ...]
    refused: tuple[RefusedRow, ...]
    warnings: tuple[str, ...]

    @property
    def rows_read(self) -> int:
        """Rows of all files, without headers and blank lines."""
        return sum(part.read for part in self.parts)

    @property
    def created(self) -> int:
        """Products and notes that are new."""
        return sum(part.created for part in self.parts)

    @property
    def changed(self) -> int:
        """Products that were known and now say something else."""
        return sum(part.changed for part in self.parts)

    @property
    def known(self) -> int:
        """Products and notes that were there already and stay as they are."""
        return sum(part.known for part in self.parts)


class Progress(Protocol):
    """Hears of every batch: *done* of *total* rows of a *part*."""

    def __call__(self, *, part: str, done: int, total: int) -> None: ...


class WrongFile(DomainError):
    """A file that cannot be imported; nothing of it was saved. ``str`` is one clear line."""

    code = "wrong_file"
    kind = RefusalKind.BAD_REQUEST
    sentence: ClassVar[str] = "{file}: this is not a file that can be imported"

    def __str__(self) -> str:
        return self.sentence.format_map(self.details)


class FileMissing(WrongFile):
    """Nothing is there. Details: ``file``, ``wanted``."""

    code = "import_file_missing"
    kind = RefusalKind.NOT_FOUND
    sentence = "{file}: not found; {wanted} is needed"


class FileUnreadable(WrongFile):
    """The system does not let us read it. Details: ``file``, ``why``."""

    code = "import_file_unreadable"
    sentence = "{file}: cannot be read: {why}"


class FileDamaged(WrongFile):
    """A compressed file that is cut off or broken. Details: ``file``, ``why``."""

    code = "import_file_damaged"
    sentence = "{file}: is damaged or cut off ({why}); get it again"


class FileNotText(WrongFile):
    """It holds what no CSV file holds, such as a NUL byte. Details: ``file``, ``line``, ``why``."""

    code = "import_file_not_text"
    sentence = "{file}, line {line}: {why}; this is not a CSV file, or it is damaged"


class WrongEncoding(WrongFile):
    """Its characters are not in the encoding of this source. Details: ``file``, ``line``, ``encoding``."""

    code = "import_wrong_encoding"
    sentence = "{file}, line {line}: this is not {encoding} text; is it the right file, as it was published?"


class ColumnsMissing(WrongFile):
    """Its first line does not name the columns of this source. Details: ``file``, ``columns``."""

    code = "import_columns_missing"
    sentence = "{file}: its first line lacks the columns {columns}; is it another file?"


class FileEmpty(WrongFile):
    """No row is in it. Details: ``file``."""

    code = "import_file_empty"
    sentence = "{file}: is empty"
