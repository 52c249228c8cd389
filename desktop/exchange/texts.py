"""Texts that people saved from elsewhere: a page of a browser, or plain text in any encoding a PC writes by itself."""

import re
from html.parser import HTMLParser
from pathlib import Path

from typing_extensions import override

from desktop.domain.errors import DomainError

#: Far more than a page of text; a file beyond it is something else.
MOST_BYTES = 5_000_000
_BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol"})
_SILENT = frozenset({"script", "style", "head", "noscript"})
_PAGE = re.compile(r"\s*<(?:!doctype\s+html|html|\?xml|head|body)\b", re.IGNORECASE)


def read_text(file: Path) -> str:
    """The text of a file, without the marks of a page.

    Raises:
        DomainError: ``text_too_large``; ``file_not_text``.
        OSError: if the file cannot be read.
    """
    if file.stat().st_size > MOST_BYTES:
        raise DomainError("text_too_large", file=file.name)
    text = _decoded(file.read_bytes(), file.name)
    return _text_of_page(text) if _PAGE.match(text) else text


def _decoded(raw: bytes, name: str) -> str:
    encodings = ("utf-16",) if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1258")
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise DomainError("file_not_text", file=name)


def _text_of_page(page: str) -> str:
    reader = _Page()
    reader.feed(page)
    reader.close()
    return "".join(reader.found)


class _Page(HTMLParser):
    """Collects what a browser would show, a line a block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._silent = 0

    @override
    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BREAKS:
            self.found.append("\n")

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BREAKS:
            self.found.append("\n")

    @override
    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(re.sub(r"\s+", " ", data))
