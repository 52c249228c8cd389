"""What happens in a run besides work, quarrels, bad lines and kills: asked for by flags, or drawn from the seed."""

from random import Random
from typing import Self

import msgspec


class Manner(msgspec.Struct, frozen=True, kw_only=True):
    """Nothing of it unless said; the flag of each is its name.

    Attributes:
        restoring: backups of PCs are made and put back.
        by_stick: sticks travel, and one PC has no line at all.
        scoping: rights come and go.
        moving: cases go to other units, and units take the place of others.
        failing: the server goes back in time.
        papers: files hang on cases; some vanish or break on a PC's disk.
        doubled: who was entered twice is put together, taken apart and told apart.
        updating: some programs are one version behind, and are updated.
        copying: a PC is copied to a second computer, and both go on.
        damaging: something of what a PC holds is altered behind its back.
        rebuilding: everything is fetched anew in the middle of work.
        asking: much is deleted at once, so that a person is asked.
    """

    restoring: bool = False
    by_stick: bool = False
    scoping: bool = False
    moving: bool = False
    failing: bool = False
    papers: bool = False
    doubled: bool = False
    updating: bool = False
    copying: bool = False
    damaging: bool = False
    rebuilding: bool = False
    asking: bool = False

    @classmethod
    def drawn(cls, chance: Random) -> Self:
        """Any manner."""
        return cls(**{name: chance.random() < 0.4 for name in cls.__struct_fields__})

    def __str__(self) -> str:
        """The flags that ask for it."""
        return " ".join(flag_of(name) for name in self.__struct_fields__ if getattr(self, name))


def flag_of(name: str) -> str:
    """How the command line asks for it."""
    return f"--{name.replace('_', '-')}"
