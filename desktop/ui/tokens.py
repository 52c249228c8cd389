"""Every colour of the program, once for light and once for dark; no widget names a colour of its own."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtGui import QColor, QPalette


class Scheme(StrEnum):
    """How the window is coloured."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class Role(StrEnum):
    """What a piece of text, an icon or a chip means; decides its colour, and only beside a word."""

    INK = "ink"
    MUTED = "muted"
    PRIMARY = "primary"
    ON_PRIMARY = "on_primary"
    OK = "ok"
    WAIT = "wait"
    BAD = "bad"
    DIFFER = "differ"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one scheme, as ``#RRGGBB``."""

    ground: str  #: the page
    surface: str  #: cards, tables, fields
    ink: str
    muted: str  #: secondary text and placeholders
    line: str  #: hairlines, no contrast promised
    border: str  #: outlines of fields, 3 : 1 against surface
    primary: str  #: the one main action, the focus ring
    primary_soft: str
    on_primary: str  #: text on the main button
    selected: str  #: the selected row
    head: str  #: table head, neutral chips
    ok: str  #: acknowledged by the server, and nothing else
    ok_soft: str
    wait: str  #: unsent, due soon, draft
    wait_soft: str
    bad: str  #: refused, overdue, failed control
    bad_soft: str
    differ: str  #: two values
    differ_soft: str

    def text(self, role: Role) -> str:
        """The colour of words and icons in `role`."""
        return str(getattr(self, role.value))

    def soft(self, role: Role) -> str:
        """The ground under words in `role`; neutral roles stand on the table head's grey."""
        return str(getattr(self, f"{role.value}_soft", self.head))


LIGHT = Tokens(
    ground="#F4F6F8",
    surface="#FFFFFF",
    ink="#1A2530",
    muted="#566573",
    line="#D9E0E7",
    border="#7E8C9A",
    primary="#0A5A78",
    primary_soft="#E2F0F5",
    on_primary="#FFFFFF",
    selected="#CFE6EF",
    head="#E9EDF1",
    ok="#17683F",
    ok_soft="#E1F2E8",
    wait="#7A5000",
    wait_soft="#FFF3D1",
    bad="#B3261E",
    bad_soft="#FCE8E6",
    differ="#6B3FA0",
    differ_soft="#F0E8FA",
)

DARK = Tokens(
    ground="#14181D",
    surface="#1C2229",
    ink="#E8EDF2",
    muted="#9DAAB7",
    line="#303A45",
    border="#6B7A89",
    primary="#6CC3E0",
    primary_soft="#173642",
    on_primary="#0E1318",
    selected="#1B4150",
    head="#252C34",
    ok="#5CC08F",
    ok_soft="#17372A",
    wait="#E7B75C",
    wait_soft="#3A2F16",
    bad="#F2938C",
    bad_soft="#43211F",
    differ="#BFA1EA",
    differ_soft="#33264A",
)


def contrast_tokens(system: QPalette) -> Tokens:
    """The tokens of a system in high contrast: only the colours the person chose there; words and icons tell states."""

    def chosen(role: QPalette.ColorRole) -> str:
        return system.color(QPalette.ColorGroup.Active, role).name().upper()

    window, text = chosen(QPalette.ColorRole.Window), chosen(QPalette.ColorRole.WindowText)
    marked = chosen(QPalette.ColorRole.Highlight)
    return Tokens(
        ground=window,
        surface=window,
        ink=text,
        muted=text,
        line=text,
        border=text,
        primary=text,
        primary_soft=window,
        on_primary=window,
        selected=marked if contrast(marked, text) >= 4.5 else window,  # the bar beside the row marks it in any case
        head=window,
        ok=text,
        ok_soft=window,
        wait=text,
        wait_soft=window,
        bad=text,
        bad_soft=window,
        differ=text,
        differ_soft=window,
    )


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    parsed = QColor(colour)
    return 0.2126 * linear(parsed.redF()) + 0.7152 * linear(parsed.greenF()) + 0.0722 * linear(parsed.blueF())
