"""Close the leak that a crash could open."""

import sys


def forbid_core_dumps() -> None:
    """Keep a crash from writing the memory, passwords and all, to the disk."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  # not there on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415

        ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)  # PR_SET_DUMPABLE, see prctl(2)
