"""The small file beside the database that remembers how this PC likes its window."""

from pathlib import Path

import pytest

from desktop.services import this_pc
from desktop.services.this_pc import ThisPc


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    choices = ThisPc(zoom=150, scheme="dark", compact=True, last_login="hoa", opens_for="hoa")
    this_pc.keep(tmp_path, choices)
    assert this_pc.load(tmp_path) == choices


@pytest.mark.parametrize("content", [None, b"", b"{", b'{"zoom": 900}', b'{"scheme": "pink"}', b"\xff\xfe"])
def test_a_missing_or_damaged_file_means_the_defaults(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / this_pc.NAME).write_bytes(content)
    assert this_pc.load(tmp_path) == ThisPc()
