"""The record types, each declared once. Importing this package registers them all."""

from sync.contract.fields import Record
from sync.contract.records.attachments import Attachment
from sync.contract.records.cases import Assignment, Case, Event, Hearing, Stage, Transfer
from sync.contract.records.conflicts import Conflict
from sync.contract.records.numbering import NumberBlock, NumberingAct
from sync.contract.records.offices import Practitioner, Unit
from sync.contract.records.people import CasePerson, Person

#: Every record type, parents before children.
ALL: tuple[type[Record], ...] = (
    Unit,
    Practitioner,
    Person,
    Case,
    CasePerson,
    Assignment,
    Stage,
    Hearing,
    Event,
    Attachment,
    Transfer,
    Conflict,
    NumberBlock,
    NumberingAct,
)

__all__ = [
    "ALL",
    "Assignment",
    "Attachment",
    "Case",
    "CasePerson",
    "Conflict",
    "Event",
    "Hearing",
    "NumberBlock",
    "NumberingAct",
    "Person",
    "Practitioner",
    "Stage",
    "Transfer",
    "Unit",
]
