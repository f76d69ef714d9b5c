"""The pure parts of the private database: what it writes into files and how it reads those of PostgreSQL."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongshu.kernel.private_database import errors
from hongshu.kernel.private_database.binaries import clean_environment
from hongshu.kernel.private_database.errors import for_message, in_words
from hongshu.kernel.private_database.initialise import initdb_reason, version_words
from hongshu.kernel.private_database.layout import is_socket_folder, layout_of
from hongshu.kernel.private_database.previous_server import (
    is_attached,
    is_postmaster,
    is_server_child,
    parse_pid_file,
)
from hongshu.kernel.private_database.server_log import lines_since, reason
from hongshu.kernel.private_database.settings import (
    MIB,
    memory_settings,
    quoted,
    render,
    server_settings,
    write_own_file,
)

FOLDER = Path("/srv/hong shu/postgresql")
PID_FILE = "10513\n/srv/data\n1795497540\n5433\n/srv/data/socket\n127.0.0.1\n  2171553        12\nready   \n"


@given(st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=("Cs",))))
def test_a_quoted_value_stays_on_one_line_and_holds_no_open_quote(value: str) -> None:
    inside = quoted(value)[1:-1]
    assert "\n" not in inside
    assert "'" not in inside.replace("''", "")
    assert inside.replace("\\n", "\n") == value or "\\" in value or "'" in value


def test_quotes_and_backslashes_are_doubled() -> None:
    assert quoted("it's a \\ and\na line") == "'it''s a \\\\ and\\na line'"


@pytest.mark.parametrize(
    ("memory_mib", "shared"), [(256, "32MB"), (2048, "128MB"), (8192, "512MB"), (262_144, "512MB")]
)
def test_the_server_takes_a_share_of_the_memory_within_bounds(memory_mib: int, shared: str) -> None:
    assert memory_settings(memory_mib * MIB)["shared_buffers"] == shared


@pytest.mark.parametrize("durable", [True, False])
def test_only_a_cluster_for_tests_gives_durability_up(durable: bool) -> None:
    settings = server_settings(
        layout_of(FOLDER),
        durable=durable,
        port=5432,
        listens_on_tcp=False,
        max_connections=100,
        memory_bytes=2048 * MIB,
    )
    expected = "on" if durable else "off"
    assert [settings[name] for name in ("fsync", "synchronous_commit", "full_page_writes")] == [expected] * 3
    assert settings["listen_addresses"] == ""
    assert all(line.startswith("#") or " = '" in line for line in render(settings).splitlines())


def test_settings_are_not_written_through_a_link_that_somebody_laid_out(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    layout = layout_of(tmp_path / "data")
    layout.data_folder.mkdir()
    (layout.data_folder / "hongshu.new").symlink_to(victim)
    write_own_file(layout, "port = '1'\n", os.geteuid())
    assert victim.read_text() == "precious"
    assert (layout.data_folder / "hongshu.conf").read_text() == "port = '1'\n"
    assert stat.S_IMODE((layout.data_folder / "hongshu.conf").stat().st_mode) == 0o600


def test_the_url_of_a_socket_survives_spaces_and_signs() -> None:
    layout = layout_of(Path("/srv/a b+c&d/红薯"))
    parts = urlsplit(layout.socket_url("my db", port=5433))
    assert parse_qs(parts.query) == {"host": [str(layout.socket_folder)], "port": ["5433"]}
    assert (parts.username, parts.hostname, parts.path) == ("hongshu", None, "/my%20db")
    assert "port" not in layout.socket_url()


@pytest.mark.parametrize(
    ("folder", "fits"),
    [("/" + "x" * 91, True), ("/" + "x" * 92, False), ("/a,b", False), ("/" + "薯" * 31, False)],
)
def test_a_socket_needs_a_short_path_without_a_comma(folder: str, fits: bool) -> None:
    assert is_socket_folder(Path(folder)) is fits


def test_a_long_path_gets_a_short_socket_folder_of_its_own() -> None:
    long, other = layout_of(Path("/srv", "x" * 120)), layout_of(Path("/srv", "x" * 121))
    assert is_socket_folder(long.socket_folder)
    assert long.socket_folder != other.socket_folder
    assert layout_of(FOLDER).socket_folder == FOLDER / "socket"


def test_paths_that_cannot_hold_a_cluster_are_refused() -> None:
    for path in ("/", "/srv/line\nbreak"):
        with pytest.raises(errors.NotADataFolder):
            layout_of(Path(path))


def test_the_files_beside_a_data_folder_carry_its_name() -> None:
    layout = layout_of(Path("/srv/var/data 50%"))
    assert layout.lock_file == Path("/srv/var/data 50%.lock")
    assert layout.log_folder == Path("/srv/var/log/data 50%")
    assert layout_of(FOLDER, Path("/var/log")).log_folder == Path("/var/log/postgresql")


def test_the_pid_file_is_read_and_an_unfinished_one_is_none() -> None:
    note = parse_pid_file(PID_FILE)
    assert note is not None
    assert (note.pid, note.port, note.shared_memory, note.is_ready) == (10513, 5433, (2171553, 12), True)
    starting = parse_pid_file(PID_FILE.replace("ready   ", "starting"))
    assert starting is not None
    assert not starting.is_ready
    for text in ("", "10513\n", "letter\nto\nthe\neditor\n"):
        assert parse_pid_file(text) is None


@given(st.text())
def test_no_content_of_a_pid_file_is_a_surprise(text: str) -> None:
    note = parse_pid_file(text)
    assert note is None or (note.pid > 0 and len(text.splitlines()) > 1)


@pytest.mark.parametrize(
    ("command_line", "is_ours"),
    [
        (b"/opt/bin/postgres\0-D\0/srv/hong shu/postgresql\0", True),
        (b"postgres\0-c\0x=y\0-D\0/srv/hong shu/postgresql\0", True),
        (b"/opt/bin/postgres\0-D\0/srv/hong shu/postgresql2\0", False),
        (b"vi\0-D\0/srv/hong shu/postgresql\0", False),
        (b"/opt/bin/postgres\0-D\0", False),
        (b"/opt/bin/postgres\0", False),
        (b"", False),
    ],
)
def test_a_server_is_known_by_its_program_and_folder(command_line: bytes, is_ours: bool) -> None:
    assert is_postmaster(command_line, FOLDER) is is_ours


def test_a_process_below_a_server_is_known_by_the_title_with_its_name() -> None:
    assert is_server_child(b"postgres: hongshu-12ab: walwriter ", "hongshu-12ab")
    assert not is_server_child(b"postgres: hongshu-12abc: walwriter ", "hongshu-12ab")
    assert not is_server_child(b"postgres: walwriter ", "hongshu-12ab")


def test_shared_memory_counts_as_in_use_only_while_somebody_is_attached() -> None:
    table = (
        "       key      shmid perms                  size  cpid  lpid nattch   uid\n"
        "   2171553         12   600                    56 10513 10530      9     0\n"
        "   2171554         13   600                    56 10513 10530      0     0\n"
    )
    assert is_attached(table, 2171553, 12)
    assert not is_attached(table, 2171553, 13)
    assert not is_attached(table, 2171554, 13)


def stamped(level: str, words: str, kind: str = "postmaster", at: str = "05:00:00.000") -> str:
    return f"2026-11-24 {at} UTC [77] {kind + ' ' if kind else ''}{level}:  {words}"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], ""),
        ([stamped("LOG", "database system is ready to accept connections")], ""),
        ([stamped("FATAL", "first", ""), stamped("FATAL", "second"), stamped("LOG", "shut down")], "second"),
        ([stamped("PANIC", "worse"), stamped("FATAL", "follows")], "worse"),
        (
            [stamped("LOG", "invalid value"), stamped("FATAL", "configuration file contains errors")],
            "invalid value; configuration file contains errors",
        ),
        (
            [
                stamped("ERROR", 'could not write "x": No space left on device', "checkpointer"),
                stamped("FATAL", "checkpoint request failed", "startup"),
            ],
            'could not write "x": No space left on device',
        ),
        ([stamped("FATAL", "the database system is starting up", "client backend")], ""),
        ([stamped("FATAL", "no more", "dead-end client backend")], ""),
        (["postgres: could not access directory"], "postgres: could not access directory"),
    ],
)
def test_the_reason_of_an_end_is_the_worst_line_that_is_not_a_clients(
    lines: list[str], expected: str
) -> None:
    assert reason(lines) == expected


def test_only_lines_since_the_start_count() -> None:
    text = "\n".join(
        [
            "a line of nowhere",
            stamped("FATAL", "old", at="04:59:59.999"),
            "\tbelongs to the old one",
            stamped("LOG", "new", at="05:00:00.000"),
            "\tbelongs to the new one",
        ]
    )
    kept = lines_since(text, datetime(2026, 11, 24, 5, tzinfo=UTC))
    assert kept == [stamped("LOG", "new", at="05:00:00.000"), "\tbelongs to the new one"]


def test_of_initdbs_complaints_the_first_real_one_is_told() -> None:
    stderr = (
        "initdb: warning: something\n"
        '2026-11-24 05:00:00 UTC [5] FATAL:  could not write to file "a": No space left on device\n'
        "child process exited with exit code 1\n"
        "initdb: error: child process was terminated\n"
    )
    assert "No space left" in initdb_reason(stderr)
    assert initdb_reason("") == ""
    assert initdb_reason("something odd\n") == "something odd"


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ('could not extend file "x": No space left on device', "disk_full"),
        ("could not write: Disk quota exceeded", "disk_full"),
        ('could not open file "x": Permission denied', "no_permission"),
        ("could not create any TCP/IP sockets", "database_port_taken"),
        ("something new", "database_start_failed"),
        ("", "database_start_failed"),
    ],
)
def test_words_of_postgresql_become_an_error_with_a_code(message: str, code: str) -> None:
    problem = for_message(message, folder=FOLDER, otherwise=errors.StartFailed)
    assert problem.code == code
    assert str(FOLDER) in str(problem) or code == "database_port_taken"


@pytest.mark.parametrize(
    ("number", "kind"),
    [(28, errors.DiskFull), (122, errors.DiskFull), (13, errors.NoPermission), (30, errors.NoPermission)],
)
def test_refusals_of_the_system_become_errors_with_a_code(
    number: int, kind: type[errors.PrivateDatabaseError]
) -> None:
    with pytest.raises(kind), in_words(FOLDER):
        raise OSError(number, "no", "/srv/x")
    with pytest.raises(FileNotFoundError), in_words(FOLDER):
        raise FileNotFoundError(2, "no", "/srv/x")


def test_every_error_has_a_code_of_its_own() -> None:
    kinds = errors.PrivateDatabaseError.__subclasses__()
    assert len({kind.code for kind in kinds} | {errors.PrivateDatabaseError.code}) == len(kinds) + 1


def test_advice_about_another_version_depends_on_which_is_newer() -> None:
    assert "update the program" in version_words(FOLDER, "19")
    assert "backup" in version_words(FOLDER, "17")
    assert "PostgreSQL ?" in version_words(FOLDER, "")


def test_the_operators_own_postgresql_variables_do_not_reach_our_server() -> None:
    cleaned = clean_environment(
        {"PATH": "/bin", "PGHOST": "elsewhere", "PGOPTIONS": "-c x", "LC_ALL": "de_DE", "TZ": "Asia/Tokyo"}
    )
    assert cleaned == {"PATH": "/bin", "LC_ALL": "C"}
