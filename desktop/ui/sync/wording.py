"""Which words of two texts differ, so that the eye finds them in two long ones."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple


class Piece(NamedTuple):
    """A run of words, and whether the other text lacks it."""

    text: str
    differs: bool


def pieces(text: str, other: str) -> list[Piece]:
    """``text`` in runs of words that ``other`` has or lacks; their texts joined by blanks give the words of ``text``.

    Texts that share no word are not marked at all: every word being marked would say nothing.
    """
    words, others = text.split(), other.split()
    matcher = SequenceMatcher(None, words, others, autojunk=False)
    same = [(block.a, block.a + block.size) for block in matcher.get_matching_blocks() if block.size]
    if not same:
        return [Piece(text, differs=False)]
    found: list[Piece] = []
    position = 0
    for start, end in same:
        found += _piece(words[position:start], differs=True)
        found += _piece(words[start:end], differs=False)
        position = end
    return found + _piece(words[position:], differs=True)


def _piece(words: Sequence[str], *, differs: bool) -> list[Piece]:
    return [Piece(" ".join(words), differs)] if words else []
