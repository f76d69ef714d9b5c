"""The last step before a child's program: run as a script, it becomes that program.

It is a program of its own, not a ``preexec_fn``, because Python code between fork and exec may deadlock in
a process that has threads. It imports nothing of ours: ``python -I -S`` starts it in a hundredth of a
second. Order matters: changing the identity clears the parent-death signal, so that one is set last.
"""

import ctypes
import json
import os
import signal
import sys

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG, PR_SET_KEEPCAPS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 1, 8, 47, 2
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2
CAPABILITY_VERSION_3 = 0x20080522
COULD_NOT_PREPARE = 125
COULD_NOT_EXEC = 127

libc = ctypes.CDLL(None, use_errno=True)


def checked(result: int, what: str) -> None:
    """Turn a failed system call into an OSError that names what was tried."""
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def enter_namespace(uid: int, gid: int) -> None:
    """Enter a user namespace in which our own user and group are called uid and gid.

    Writing these maps needs no privilege: each maps only the writer's own id, and setgroups is given up
    first.
    """
    outer_uid, outer_gid = os.geteuid(), os.getegid()
    checked(libc.unshare(CLONE_NEWUSER), "unshare(CLONE_NEWUSER)")
    for name, text in (
        ("setgroups", "deny"),
        ("gid_map", f"{gid} {outer_gid} 1"),
        ("uid_map", f"{uid} {outer_uid} 1"),
    ):
        # Plain bytes: a codec would be imported now, from a folder that may just have become closed to us.
        descriptor = os.open(f"/proc/self/{name}", os.O_WRONLY)
        os.write(descriptor, text.encode())
        os.close(descriptor)


def permitted_capabilities() -> int:
    """The capabilities we could use, as a bit mask."""
    with open("/proc/self/status", encoding="ascii", errors="replace") as file:
        return next(int(line.split()[1], 16) for line in file if line.startswith("CapPrm:"))


def keep_only(capability: int) -> None:
    """Hold exactly one capability, in a way that survives exec by an ordinary user."""
    low = 1 << capability
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    effective_permitted_inheritable = (ctypes.c_uint32 * 6)(low, low, low, 0, 0, 0)
    checked(libc.capset(header, effective_permitted_inheritable), "capset")
    checked(libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0), "prctl(PR_CAP_AMBIENT)")


def become_user(uid: int, gid: int, passes_closed_folders: bool) -> None:
    """Turn root into another user for good."""
    capability = None
    if passes_closed_folders:
        # Reading through closed folders is the smaller power, but containers often grant only the larger one.
        permitted = permitted_capabilities()
        capability = CAP_DAC_READ_SEARCH if permitted & (1 << CAP_DAC_READ_SEARCH) else CAP_DAC_OVERRIDE
        checked(libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0), "prctl(PR_SET_KEEPCAPS)")
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    if capability is not None:
        keep_only(capability)


def forget_inherited_signals() -> None:
    """Give the program the default dispositions: Python ignores SIGPIPE, and nohup or ``&`` ignore others."""
    for number in (
        signal.SIGINT,
        signal.SIGTERM,
        signal.SIGQUIT,
        signal.SIGPIPE,
        signal.SIGXFSZ,
        signal.SIGCHLD,
    ):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])


def die_with_parent(parent: int, number: int) -> None:
    """Ask the kernel for a signal when our parent dies, and leave at once when that has happened already."""
    checked(libc.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0), "prctl(PR_SET_PDEATHSIG)")
    if os.getppid() != parent:
        raise OSError(f"process {parent}, which started us, is gone")


def main() -> int:
    """Prepare as the first argument says, then become the rest of the arguments."""
    order = json.loads(sys.argv[1])
    argv = sys.argv[2:]
    try:
        if order["kind"] == "namespace":
            enter_namespace(order["uid"], order["gid"])
        elif order["kind"] == "user":
            become_user(order["uid"], order["gid"], order["passes_closed_folders"])
        forget_inherited_signals()
        die_with_parent(order["parent"], order["orphan_signal"])
        for path in order["must_reach"]:
            os.stat(path)
    except OSError as problem:
        sys.stderr.write(f"could not prepare {argv[0]}: {problem}\n")
        return COULD_NOT_PREPARE
    try:
        os.execvp(argv[0], argv)  # noqa: S606 (the program was chosen by our parent; no shell is wanted)
    except OSError as problem:
        sys.stderr.write(f"could not start {argv[0]}: {problem.strerror}\n")
        return COULD_NOT_EXEC


if __name__ == "__main__":
    sys.exit(main())
