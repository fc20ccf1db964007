"""Runs a command that may make sockets of some families only, as systemd's RestrictAddressFamilies has it.

restrict-families.py AF_INET,AF_UNIX COMMAND...: any other family is answered EAFNOSUPPORT, by a filter of the kernel
(seccomp) that the command and its children inherit. On x86-64 and ARM64 only; 77 where the kernel has no such filter.
"""

import ctypes
import errno
import os
import platform
import socket
import struct
import sys

SOCKET_CALL = {"x86_64": 41, "aarch64": 198}.get(platform.machine())
LOAD, JUMP_EQUAL, RETURN = 0x20, 0x15, 0x06
ALLOW, ERRNO = 0x7FFF0000, 0x00050000
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, MODE_FILTER = 38, 22, 2


def instruction(code, if_true, if_false, value):
    return struct.pack("HBBI", code, if_true, if_false, value)


def program(families):
    """Loads the number of the system call, then the family of a socket."""
    steps = [instruction(LOAD, 0, 0, 0), instruction(JUMP_EQUAL, 1, 0, SOCKET_CALL), instruction(RETURN, 0, 0, ALLOW)]
    steps.append(instruction(LOAD, 0, 0, 16))
    for left, family in enumerate(reversed(families)):
        steps.insert(4, instruction(JUMP_EQUAL, left + 1, 0, family))
    return b"".join(steps + [instruction(RETURN, 0, 0, ERRNO | errno.EAFNOSUPPORT), instruction(RETURN, 0, 0, ALLOW)])


def restrict(families):
    code = program(families)
    filter_bytes = ctypes.create_string_buffer(code)
    head = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(filter_bytes)))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    if prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or prctl(PR_SET_SECCOMP, MODE_FILTER, head, 0, 0):
        sys.exit(77)


if SOCKET_CALL is None:
    sys.exit(77)
restrict([getattr(socket, name) for name in sys.argv[1].split(",")])
os.execvp(sys.argv[2], sys.argv[2:])
