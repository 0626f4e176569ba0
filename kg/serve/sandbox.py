"""Takes from a worker process what it does not need: the network, other programs, other files, endless memory.

Linux only, by its own system calls: seccomp(2), landlock(7), unshare(2), setrlimit(2). Each step that the system
refuses is reported, so that the server can say at its start what it could not enforce.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import signal
import struct
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
_SECCOMP_RET_ALLOW = 0x7FFF0000
_SECCOMP_RET_ERRNO = 0x00050000
_BPF_LOAD, _BPF_EQUAL, _BPF_AT_LEAST, _BPF_RETURN = 0x20, 0x15, 0x35, 0x06
_X32 = 0x40000000
_CLONE_NEWNET = 0x40000000

_ARCHITECTURES: dict[str, tuple[int, dict[str, int]]] = {
    "x86_64": (
        0xC000003E,
        {
            "socket": 41, "connect": 42, "bind": 49, "listen": 50, "execve": 59, "ptrace": 101,
            "execveat": 322, "io_uring_setup": 425,
        },
    ),
    "aarch64": (
        0xC00000B7,
        {
            "socket": 198, "connect": 203, "bind": 200, "listen": 201, "execve": 221, "ptrace": 117,
            "execveat": 281, "io_uring_setup": 425,
        },
    ),
}  # fmt: skip
"""Audit number of the architecture and numbers of the calls that a worker may not make (Linux's syscall tables)."""

_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_LANDLOCK_ALL_V1 = (1 << 13) - 1
_LANDLOCK_READ = (1 << 2) | (1 << 3)  # READ_FILE, READ_DIR


def end_with_parent() -> None:
    """Lets the system end this process when the server ends, however it does; Linux only."""
    if platform.system() == "Linux":
        _libc().prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def forbid_network() -> list[str]:
    """Takes the network and the starting of programs from this process, for good.

    Returns:
        What could not be enforced, in words for the operator.
    """
    isolated = _leave_network_namespace()
    filtered = _filter_calls()
    if filtered is None:
        return []
    missing = [f"workers could start other programs ({filtered})"]
    return missing if isolated else [f"workers are not cut off from the network ({filtered})", *missing]


def confine_files(readable: Path) -> list[str]:
    """Leaves this process nothing of the file system but reading below one directory, for good.

    Files that are open already stay so. Import everything first.

    Returns:
        What could not be enforced.
    """
    try:
        libc = _libc()
        attributes = struct.pack("=Q", _LANDLOCK_ALL_V1)
        ruleset = libc.syscall(_LANDLOCK_CREATE, attributes, len(attributes), 0)
        if ruleset < 0:
            raise OSError(ctypes.get_errno(), "landlock")
        directory = os.open(readable, os.O_PATH | os.O_CLOEXEC)
        rule = struct.pack("=Qi", _LANDLOCK_READ, directory)
        done = libc.syscall(_LANDLOCK_ADD, ruleset, 1, rule, 0)
        os.close(directory)
        if done == 0 and libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0:
            done = libc.syscall(_LANDLOCK_RESTRICT, ruleset, 0)
        os.close(ruleset)
        if done != 0:
            raise OSError(ctypes.get_errno(), "landlock")
    except (OSError, AttributeError) as error:
        return [f"workers could read other files ({_reason(error)})"]
    return []


def limit_memory(extra: int) -> list[str]:
    """Limits the address space to what is in use plus `extra` bytes; allocation beyond that ends the process.

    Returns:
        What could not be enforced.
    """
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * os.sysconf("SC_PAGE_SIZE") + extra
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError) as error:
        return [f"workers' memory is only watched, not limited ({_reason(error)})"]
    return []


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _reason(error: BaseException) -> str:
    if isinstance(error, OSError) and error.errno in (errno.ENOSYS, errno.EOPNOTSUPP):
        return "the kernel does not offer landlock"
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)


def _leave_network_namespace() -> bool:
    """Moves to an empty network namespace, which takes privileges; whether it worked."""
    try:
        return bool(_libc().unshare(_CLONE_NEWNET) == 0)
    except AttributeError:
        return False


def _filter_calls() -> str | None:
    """Installs the seccomp filter; None if it worked, else why not."""
    machine = platform.machine()
    if platform.system() != "Linux" or machine not in _ARCHITECTURES:
        return f"no filter for {platform.system()} on {machine}"
    audit, calls = _ARCHITECTURES[machine]
    numbers = sorted(calls.values())
    refuse = struct.pack("=HBBI", _BPF_RETURN, 0, 0, _SECCOMP_RET_ERRNO | errno.EPERM)
    steps = [
        struct.pack("=HBBI", _BPF_LOAD, 0, 0, 4),  # the architecture
        struct.pack("=HBBI", _BPF_EQUAL, 0, len(numbers) + 3, audit),  # another one: refuse
        struct.pack("=HBBI", _BPF_LOAD, 0, 0, 0),  # the call's number
        struct.pack("=HBBI", _BPF_AT_LEAST, len(numbers) + 1, 0, _X32),
        *(struct.pack("=HBBI", _BPF_EQUAL, len(numbers) - i, 0, number) for i, number in enumerate(numbers)),
        struct.pack("=HBBI", _BPF_RETURN, 0, 0, _SECCOMP_RET_ALLOW),
        refuse,
    ]
    program = ctypes.create_string_buffer(b"".join(steps))
    header = struct.pack("@HP", len(steps), ctypes.addressof(program))
    libc = _libc()
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return os.strerror(ctypes.get_errno())
    buffer = ctypes.create_string_buffer(header)
    if libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(buffer), 0, 0) != 0:
        return os.strerror(ctypes.get_errno())
    return None
