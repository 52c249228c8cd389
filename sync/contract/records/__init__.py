"""The record types, each declared once. Importing this package registers them all."""

from sync.contract.fields import Record
from sync.contract.records.activities import Activity, DutyContact
from sync.contract.records.advice import SimpleAdvice
from sync.contract.records.attachments import Attachment
from sync.contract.records.cases import Assignment, Case, Event, Hearing, Stage, Transfer
from sync.contract.records.closings import RegisterClosing
from sync.contract.records.collected import OrganisationFigures
from sync.contract.records.conflicts import Conflict
from sync.contract.records.norms import CaseNorm
from sync.contract.records.numbering import NumberBlock, NumberingAct
from sync.contract.records.offices import Practitioner, Unit
from sync.contract.records.organisations import Organisation, OrganisationEvent
from sync.contract.records.payments import CasePayment
from sync.contract.records.people import CasePerson, Person
from sync.contract.records.plans import BudgetLine, Plan
from sync.contract.records.quality import Appraisal, SuccessVerdict
from sync.contract.records.reports import IssuedReport, ReportSent
from sync.contract.records.staff import StaffMovement, StaffPosition
from sync.contract.records.written import ReportSection, ReportTemplate
from sync.contract.records.years import CommuneYear, UnitYear

#: What an office keeps of itself rather than of a case: its people, organisations, activities, plans and years.
OF_AN_OFFICE: tuple[type[Record], ...] = (
    Organisation,
    OrganisationEvent,
    Practitioner,
    StaffPosition,
    StaffMovement,
    DutyContact,
    SimpleAdvice,
    Activity,
    Plan,
    BudgetLine,
    UnitYear,
    CommuneYear,
    CaseNorm,
)

#: Every record type, parents before children.
ALL: tuple[type[Record], ...] = (
    Unit,
    *OF_AN_OFFICE,
    Person,
    Case,
    CasePerson,
    Assignment,
    Stage,
    Hearing,
    Event,
    Appraisal,
    SuccessVerdict,
    CasePayment,
    Attachment,
    Transfer,
    RegisterClosing,
    Conflict,
    NumberBlock,
    NumberingAct,
    IssuedReport,
    ReportSent,
    OrganisationFigures,
    ReportSection,
    ReportTemplate,
)

__all__ = [
    "ALL",
    "OF_AN_OFFICE",
    "Activity",
    "Appraisal",
    "Assignment",
    "Attachment",
    "BudgetLine",
    "Case",
    "CaseNorm",
    "CasePayment",
    "CasePerson",
    "CommuneYear",
    "Conflict",
    "DutyContact",
    "Event",
    "Hearing",
    "IssuedReport",
    "NumberBlock",
    "NumberingAct",
    "Organisation",
    "OrganisationEvent",
    "OrganisationFigures",
    "Person",
    "Plan",
    "Practitioner",
    "RegisterClosing",
    "ReportSection",
    "ReportSent",
    "ReportTemplate",
    "SimpleAdvice",
    "StaffMovement",
    "StaffPosition",
    "Stage",
    "SuccessVerdict",
    "Transfer",
    "Unit",
    "UnitYear",
]
