"""Invented matters: what the case is about, in the words a clerk would write and in the published proportions."""

from dataclasses import dataclass
from functools import cache
from random import Random

import msgspec

from desktop.exchange.practice.chances import Chances, read_material


class Subject(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing people come with, and the ages it happens to."""

    field: str
    weight: int
    subject: str
    from_age: int
    to_age: int = 120
    restricted: bool = False


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of help: a form, for the court also in which capacity."""

    share: int
    form: str
    text: str
    channels: dict[str, int]
    subjects: list[Subject]
    representation: str = ""
    stages: dict[str, int] = {}


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How often a category of beneficiaries comes, how old, and with which kinds of matters."""

    weight: int
    ages: tuple[int, int]
    men: int
    kinds: list[str]
    minority: bool = False
    restricted: bool = False
    sub_status: dict[str, str] = {}


class Matters(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    kinds: dict[str, Kind]
    categories: dict[str, Group]


@cache
def material() -> Matters:
    """What is written in ``matters.toml``."""
    return read_material("matters", Matters)


@dataclass(frozen=True, slots=True)
class PracticeMatter:
    """An invented matter; codes are those of the catalogues."""

    kind: str  #: accused, victim, litigation, advice or representation
    form: str
    representation: str  #: empty outside court
    law_field: str
    stage: str  #: empty outside court
    channel: str
    content: str
    restricted: bool  #: sexual offences, trafficking, violence at home
    ages: tuple[int, int]  #: how old the person helped can be


@cache
def _kinds() -> Chances[str]:
    return Chances({name: kind.share for name, kind in material().kinds.items()})


@cache
def _details(kind_name: str) -> tuple[Chances[Subject], Chances[str], Chances[str]]:
    kind = material().kinds[kind_name]
    subjects = Chances({subject: subject.weight for subject in kind.subjects})
    return subjects, Chances(kind.stages or {"": 1}), Chances(kind.channels)


def random_matter(rng: Random) -> PracticeMatter:
    """A matter, as often as such matters really come."""
    kind_name = _kinds().pick(rng)
    kind = material().kinds[kind_name]
    subjects, stages, channels = _details(kind_name)
    subject = subjects.pick(rng)
    return PracticeMatter(
        kind=kind_name,
        form=kind.form,
        representation=kind.representation,
        law_field=subject.field,
        stage=stages.pick(rng),
        channel=channels.pick(rng),
        content=kind.text.format(subject=subject.subject),
        restricted=subject.restricted,
        ages=(subject.from_age, subject.to_age),
    )
