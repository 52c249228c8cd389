"""A long command says on the terminal how far it is; into files and pipes it writes nothing."""

from io import StringIO

import pytest

from desktop.cli import waiting as line
from desktop.cli.waiting import waiting


class Terminal(StringIO):
    """One somebody looks at."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "_AFTER", 0)
    monkeypatch.setattr(line, "_NEWS_EVERY", 0)


@pytest.mark.usefixtures("at_once")
def test_the_line_is_there_while_it_lasts_and_gone_with_the_answer() -> None:
    terminal, pipe = Terminal(), StringIO()
    for stream in (terminal, pipe):
        with waiting(stream) as tell:
            tell(0, 2)
            tell(1, 2)
    said = "\rĐang đếm, bước 1 trong 2 (0 giây)…"
    assert terminal.getvalue() == f"{said}{said.replace('bước 1', 'bước 2')}\r{' ' * (len(said) - 1)}\r"
    assert pipe.getvalue() == ""


def test_what_is_quick_says_nothing() -> None:
    terminal = Terminal()
    with waiting(terminal) as tell:
        tell(0, 2)
    assert terminal.getvalue() == ""
