"""The guards of the test run itself: a sloppy test fails, a tidy one does not."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

SLOPPY = """
import logging, socket, threading
from pathlib import Path
import pytest

@pytest.mark.parametrize("time", ["first", "second"])
def test_every_home_is_empty(time):
    mark = Path.home() / "mark"
    assert not mark.exists()
    mark.touch()

def test_declared_warning(expected_log):
    expected_log("WARNING branch: line is down")
    logging.getLogger("branch").warning("line is down")

def test_loopback():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()

def test_sloppy_undeclared_warning():
    logging.getLogger("branch").warning("line is down")

def test_sloppy_declared_but_never_logged(expected_log):
    expected_log("line is down")

def test_sloppy_thread():
    threading.Thread(target=threading.Event().wait, daemon=True, name="forgotten").start()

def test_sloppy_connection():
    with socket.socket() as outside:
        outside.connect(("192.0.2.1", 80))

def test_sloppy_swallowed_look_up():
    with pytest.raises(RuntimeError):
        socket.create_connection(("server.invalid", 80))
"""

SLOPPY_WINDOWS = """
from PySide6.QtCore import QThread, QTimer
from PySide6.QtWidgets import QWidget

kept = []

def test_tidy(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    timer = QTimer(widget)
    timer.start(10)
    thread = QThread(widget)
    thread.start()
    thread.quit()
    thread.wait()

def test_sloppy_window(qapp):
    kept.append(QWidget())
    kept[-1].show()

def test_sloppy_timer(qapp):
    kept.append(QTimer())
    kept[-1].start(10)

def test_sloppy_thread(qapp, request):
    kept.append(QThread())
    kept[-1].start()
    request.config.add_cleanup(kept[-1].wait)
    request.config.add_cleanup(kept[-1].quit)
"""


def outcomes(folder: Path, test_file: str, plugins: str) -> dict[str, str]:
    """Run `test_file` under the guards in a process of its own; the first word said of each test."""
    (folder / "conftest.py").write_text(f"pytest_plugins = {plugins}\n")
    (folder / "test_sloppy.py").write_text(test_file)
    settings = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(folder), "-rA"]
    command = [sys.executable, "-m", "pytest", *settings, str(folder)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    said = [line.split() for line in run.stdout.splitlines() if "::test_" in line]
    return {words[1].partition("::")[2]: words[0] for words in said if words[0] in ("PASSED", "FAILED", "ERROR")}


@pytest.mark.parametrize(
    ("test_file", "plugins"),
    [
        pytest.param(SLOPPY, '["tests.conftest"]', id="without a window"),
        pytest.param(SLOPPY_WINDOWS, '["tests.conftest", "tests.gui.conftest"]', id="with a window"),
    ],
)
def test_a_sloppy_test_fails_and_a_tidy_one_passes(tmp_path: Path, test_file: str, plugins: str) -> None:
    found = outcomes(tmp_path, test_file, plugins)

    assert {name.partition("[")[0] for name in found} == set(re.findall(r"def (test_\w+)", test_file))
    failed = {name for name, outcome in found.items() if outcome != "PASSED"}
    assert failed == {name for name in found if name.startswith("test_sloppy")}
