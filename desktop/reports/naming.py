"""How a predicate gets its name: it is that of the function whose docstring says where it comes from."""

from collections.abc import Callable, MutableMapping

from sqlalchemy import ColumnElement

Predicate = ColumnElement[bool]


def registering(into: MutableMapping[str, Predicate]) -> Callable[[Callable[[], Predicate]], Predicate]:
    """A decorator that makes an expression once and keeps it under the name of the function."""

    def register(make: Callable[[], Predicate]) -> Predicate:
        made = into[make.__name__] = make()
        return made

    return register
