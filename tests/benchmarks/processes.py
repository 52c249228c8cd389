"""What processes take, as Linux counts it: processor time and resident memory, of one or with all its children."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")
#: Fields of ``/proc/PID/stat`` behind the name: user and system time, own and of children that have ended.
_TIMES = slice(11, 15)
_PARENT = 1
#: Seconds below which the system's ticks say nothing.
_SAYS_SOMETHING = 0.1


def processor_seconds(pid: int) -> float:
    """Processor time of a process and all its children so far, those that have ended included."""
    while True:
        try:
            return sum(sum(map(int, _stat(each)[_TIMES])) for each in _family(pid)) / _TICK
        except OSError:  # a child has ended since it was listed: what it took is its parent's now
            _stat(pid)


def processor_each(pids: Sequence[int], do: Callable[[], object], times: int) -> tuple[float, int]:
    """Seconds of processor time that one ``do`` costs the processes, and how often it was done: ``times`` or more."""
    began, took, done = sum(map(processor_seconds, pids)), 0.0, 0
    while took < _SAYS_SOMETHING:
        for _ in range(times):
            do()
        done += times
        took = sum(map(processor_seconds, pids)) - began
    return took / done, done


def resident(pid: int) -> float:
    """Megabytes a process holds in memory now."""
    return _status(pid, "VmRSS")


def peak(pid: int) -> float:
    """The most megabytes it held since `forget_peak`."""
    return _status(pid, "VmHWM")


def forget_peak(pid: int) -> None:
    """Count the peak from now on."""
    Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")


def _status(pid: int, name: str) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1]) / 1024


def _family(pid: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            children.setdefault(int(_stat(int(folder.name))[_PARENT]), []).append(int(folder.name))
        except OSError:  # ended meanwhile
            continue
    found = [pid]
    for each in found:
        found += children.get(each, [])
    return found


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
