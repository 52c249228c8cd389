"""PCs as processes of their own that do what they are told, see `tests.benchmarks.one_pc`."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


class RunningPc:
    """One such process.

    Attributes:
        pid: its number.
    """

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.pid = process.pid
        self._process = process
        self._wait()

    def do(self, word: str) -> None:
        """Let it do something, and wait until it has."""
        assert self._process.stdin
        self._process.stdin.write(f"{word}\n".encode())
        self._process.stdin.flush()
        self._wait()

    def _wait(self) -> None:
        assert self._process.stdout
        if self._process.stdout.readline().strip() != b"done":
            raise RuntimeError("the PC has ended")


@contextmanager
def running_pc(*words: str) -> Iterator[RunningPc]:
    """Start it with the arguments of `tests.benchmarks.one_pc`."""
    command = [sys.executable, "-m", "tests.benchmarks.one_pc", *words]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            yield RunningPc(process)
        finally:
            process.terminate()
