"""Choosing by weight, and reading the raw material of the practice data."""

import tomllib
from bisect import bisect
from collections.abc import Mapping, Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

import msgspec

import resources

T = TypeVar("T")
MaterialT = TypeVar("MaterialT")

#: A TOML list (equal chances) or table (weights).
Parts = dict[str, int] | list[str]


class Chances(Generic[T]):
    """Values with weights. One pick costs one random number, so a seed means the same on every version of Python."""

    def __init__(self, weights: Mapping[T, int]) -> None:
        self.values: Sequence[T] = tuple(weights)
        self._limits = list(accumulate(weights.values()))

    @classmethod
    def equal(cls, values: Sequence[T]) -> "Chances[T]":
        """The same chance for each."""
        return cls(dict.fromkeys(values, 1))

    def pick(self, rng: Random) -> T:
        """One of the values.

        Raises:
            IndexError: if there is none.
        """
        return self.values[bisect(self._limits, rng.random() * self._limits[-1])]


def chances(parts: Parts) -> Chances[str]:
    """The chances a TOML list or table stands for."""
    return Chances(parts) if isinstance(parts, dict) else Chances.equal(parts)


def read_material(name: str, material_type: type[MaterialT]) -> MaterialT:
    """One of the TOML files of `resources.practice`.

    Raises:
        msgspec.ValidationError: if it does not have the shape of ``material_type``.
    """
    return msgspec.convert(tomllib.loads(resources.read_text(f"practice/{name}.toml")), material_type)
