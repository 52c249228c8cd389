"""What a completing field offers, and how three letters without accents find it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from desktop.domain.text import fold_loose

MOST_SHOWN = 200  # more than anybody scrolls through; the rest is found by typing


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose.

    Attributes:
        code: what is stored.
        title: what is read, and what stands in the field once chosen.
        hint: what tells it from others of the same title (year of birth, province); shown beside it.
        aliases: other words it is found by, never shown.
    """

    code: str
    title: str
    hint: str = ""
    aliases: str = ""


#: Called with what a provider found; may be called later, but on the window's thread.
Answer = Callable[[Sequence[Choice]], None]

#: Finds choices for a typed text and calls the answer. An empty text asks for everything there is to show.
Provider = Callable[[str, Answer], None]


class Choices:
    """A catalogue's entries, in their order, with their folded words worked out when first searched."""

    def __init__(self, entries: Iterable[Choice]) -> None:
        self.entries = tuple(entries)
        self._by_code = {choice.code: choice for choice in self.entries}

    @cached_property
    def _keys(self) -> list["_Key"]:
        return [_Key(choice) for choice in self.entries]

    def of_code(self, code: str) -> Choice | None:
        """The entry with `code`, if there is one."""
        return self._by_code.get(code)

    def find(self, text: str) -> Sequence[Choice]:
        """The entries `text` may mean, the likeliest first, then in the catalogue's order."""
        query = fold_loose(text)
        if not query:
            return self.entries[:MOST_SHOWN]
        ranked = [(rank, n) for n, key in enumerate(self._keys) if (rank := key.rank(query)) is not None]
        return [self.entries[n] for _rank, n in sorted(ranked)[:MOST_SHOWN]]

    def provide(self, text: str, answer: Answer) -> None:
        """Be a `Provider` that answers at once."""
        answer(self.find(text))


class _Key:
    """The folded words of one entry."""

    __slots__ = ("_code", "_initials", "_title", "_words")

    def __init__(self, choice: Choice) -> None:
        self._code = fold_loose(choice.code)
        self._title = fold_loose(choice.title)
        self._initials = "".join(word[0] for word in self._title.split())
        self._words = f"{self._title} {fold_loose(choice.hint)} {fold_loose(choice.aliases)} {self._code}".split()

    def rank(self, query: str) -> int | None:
        """How likely `query` means this entry, 0 the likeliest; None for not at all."""
        if query in (self._code, self._title):
            return 0
        if self._title.startswith(query):
            return 1
        if all(any(word.startswith(part) for word in self._words) for part in query.split()):
            return 2
        return 3 if self._initials.startswith(query.replace(" ", "")) else None


def same_text(one: str, other: str) -> bool:
    """Whether two texts are the same for somebody who types without accents and capitals."""
    return fold_loose(one) == fold_loose(other)
