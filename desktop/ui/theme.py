"""The look of the program: one style sheet template, two sets of tokens, one font, any zoom from 100 to 200 %.

A `Theme` is a value: the same scheme, zoom and density always render the same style sheet, palette and fonts.
`Appearance` holds the theme in force, follows the system's scheme and renders anew when something changes; widgets that
paint ask `current()` while painting, so they need not be told.
"""

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

from desktop.ui.tokens import DARK, LIGHT, Role, Scheme, Tokens, contrast_tokens
from resources import read_bytes, read_text

FAMILY = "Noto Sans"
ZOOMS = (100, 110, 125, 150, 175, 200)

_FONT_FILES = ("NotoSans-Regular.ttf", "NotoSans-SemiBold.ttf", "NotoSans-Bold.ttf")
_POINTS = {"base": 10.0, "small": 8.5, "section": 12.0, "page": 16.0}
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)(px|pt)\b")


@dataclass(frozen=True)
class Theme:
    """One rendering of the look.

    Attributes:
        scheme: which tokens.
        zoom: per cent, 100–200; scales type and every length of the style sheet.
        compact: for windows lower than 600: controls 28 instead of 32, table rows 24 instead of 28.
        tokens: the colours; given for high contrast, otherwise those of the scheme.
    """

    scheme: Scheme = Scheme.LIGHT
    zoom: int = 100
    compact: bool = False
    tokens: Tokens = field(default=LIGHT)

    @classmethod
    def of(cls, scheme: Scheme, zoom: int = 100, *, compact: bool = False) -> "Theme":
        """The theme of a scheme; high contrast takes its colours from the running system."""
        if scheme is Scheme.CONTRAST:
            tokens = contrast_tokens(QApplication.style().standardPalette())
        else:
            tokens = DARK if scheme is Scheme.DARK else LIGHT
        return cls(scheme, min(max(zoom, 100), 200), compact, tokens)

    def px(self, length: float) -> int:
        """A length at 100 % in pixels of this zoom; what was visible stays visible."""
        return max(1, round(length * self.zoom / 100)) if length else 0

    def pt(self, size: str = "base") -> float:
        """The type size `base`, `small`, `section` or `page` in points of this zoom."""
        return _POINTS[size] * self.zoom / 100

    @property
    def control(self) -> int:
        """Height of a control in pixels."""
        return self.px(28 if self.compact else 32)

    @property
    def row(self) -> int:
        """Height of a table row in pixels."""
        return self.px(24 if self.compact else 28)

    def font(self, size: str = "base", weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """Noto Sans with figures of equal width; made once, so a caller that changes it changes a copy."""
        return self._type(size, weight)[0]

    def metrics(self, size: str = "base", weight: QFont.Weight = QFont.Weight.Normal) -> QFontMetrics:
        """How wide and high that font is."""
        return self._type(size, weight)[1]

    def colour(self, role: Role) -> QColor:
        """The colour of words and icons in `role`."""
        return self._colours[role]

    def tint(self, token: str) -> QColor:
        """The colour of a token such as ``surface``, for what paints grounds and lines."""
        return self._tints[token]

    @cached_property
    def _tints(self) -> dict[str, QColor]:
        return {name: QColor(getattr(self.tokens, name)) for name in Tokens.__dataclass_fields__}

    @cached_property
    def _colours(self) -> dict[Role, QColor]:
        return {role: QColor(self.tokens.text(role)) for role in Role}

    @cached_property
    def _types(self) -> dict[tuple[str, QFont.Weight], tuple[QFont, QFontMetrics]]:
        return {}

    def _type(self, size: str, weight: QFont.Weight) -> tuple[QFont, QFontMetrics]:
        made = self._types.get((size, weight))
        if made is None:
            font = QFont(FAMILY)
            font.setPointSizeF(self.pt(size))
            font.setWeight(weight)
            font.setFeature(QFont.Tag("tnum"), 1)
            made = self._types[size, weight] = font, QFontMetrics(font)
        return made

    @cached_property
    def style_sheet(self) -> str:
        """The shipped template with this theme's colours and lengths."""
        return self.render(read_text("styles/main.qss"))

    def render(self, template: str) -> str:
        """Fill in the tokens of a style sheet written for 100 % and scale its lengths.

        Raises:
            KeyError: the template names a token that does not exist.
        """
        names = {name: getattr(self.tokens, name) for name in Tokens.__dataclass_fields__}
        control, row = (28, 24) if self.compact else (32, 28)
        # What is left of a control inside its outline, which is twice as thick where the focus is.
        heights = {"inner": control - 2, "inner_focus": control - 4, "chip": control - 8, "row": row}
        types = {f"type_{name}": f"{points}pt" for name, points in _POINTS.items()}
        lengths = {name: f"{height}px" for name, height in heights.items()}
        filled = Template(template).substitute(names | lengths | types | {"family": FAMILY})
        return _LENGTH.sub(self._scaled, filled)

    def _scaled(self, length: re.Match[str]) -> str:
        number, unit = float(length[1]), length[2]
        return f"{number * self.zoom / 100:g}pt" if unit == "pt" else f"{self.px(number)}px"

    def palette(self) -> QPalette:
        """The palette for what Qt paints by itself: menus, check boxes, selections in text, disabled states."""
        tokens, palette = self.tokens, QPalette()
        roles = QPalette.ColorRole
        colours = {
            roles.Window: tokens.ground,
            roles.WindowText: tokens.ink,
            roles.Base: tokens.surface,
            roles.AlternateBase: tokens.ground,
            roles.Text: tokens.ink,
            roles.Button: tokens.surface,
            roles.ButtonText: tokens.ink,
            roles.BrightText: tokens.bad,
            roles.ToolTipBase: tokens.ink,
            roles.ToolTipText: tokens.surface,
            roles.PlaceholderText: tokens.muted,
            roles.Highlight: tokens.primary,
            roles.HighlightedText: tokens.on_primary,
            roles.Accent: tokens.primary,
            roles.Link: tokens.primary,
            roles.LinkVisited: tokens.primary,
            roles.Light: tokens.surface,
            roles.Midlight: tokens.head,
            roles.Mid: tokens.line,
            roles.Dark: tokens.border,
            roles.Shadow: tokens.border,
        }
        for role, colour in colours.items():
            palette.setColor(role, QColor(colour))
        for role in (roles.WindowText, roles.Text, roles.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.muted))
        return palette


_in_force = Theme()


def current() -> Theme:
    """The theme in force; what paints asks it at every painting."""
    return _in_force


def load_fonts() -> None:
    """Make the shipped Noto Sans known to Qt, so that every PC shows every Vietnamese letter alike.

    Raises:
        FileNotFoundError: the program was built without its fonts.
    """
    for name in _FONT_FILES:
        if QFontDatabase.addApplicationFontFromData(read_bytes(f"fonts/{name}")) == -1:
            raise FileNotFoundError(name)


class Appearance(QObject):
    """Keeps one application in its theme: the person's zoom, the window's density, the system's scheme."""

    #: The theme has been rendered anew; carries the `Theme`.
    changed = Signal(object)

    def __init__(
        self, application: QApplication, scheme: Scheme | None = None, zoom: int = 100, *, compact: bool = False
    ) -> None:
        """Dress `application`.

        Args:
            application: the one there is; its style becomes Fusion, the only one alike everywhere.
            scheme: None follows the system, now and whenever it changes.
            zoom: per cent, 100–200.
            compact: lower controls and rows in windows of any height.
        """
        super().__init__(application)
        self._application = application
        self._chosen = scheme
        self._prefers_compact = compact
        self._is_low = False
        load_fonts()
        application.setStyle("Fusion")
        hints = application.styleHints()
        hints.colorSchemeChanged.connect(self._follow)
        hints.accessibility().contrastPreferenceChanged.connect(self._follow)
        self._dress(Theme.of(self._scheme(), zoom, compact=compact))

    def set_zoom(self, zoom: int) -> None:
        """Render everything at `zoom` per cent."""
        self._change(Theme.of(self._scheme(), zoom, compact=current().compact))

    def set_scheme(self, scheme: Scheme | None) -> None:
        """Take a scheme for good; None follows the system."""
        self._chosen = scheme
        self._follow()

    def set_compact(self, low: bool) -> None:
        """Take lower controls and rows because the window is low, or the ones the person prefers."""
        self._is_low = low
        self._change(replace(current(), compact=low or self._prefers_compact))

    def prefer_compact(self, compact: bool) -> None:
        """Take lower controls and rows for good, or only in low windows."""
        self._prefers_compact = compact
        self.set_compact(self._is_low)

    def _follow(self) -> None:
        self._change(Theme.of(self._scheme(), current().zoom, compact=current().compact))

    def _scheme(self) -> Scheme:
        hints = self._application.styleHints()
        if self._chosen is not None:
            return self._chosen
        if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
            return Scheme.CONTRAST
        return Scheme.DARK if hints.colorScheme() == Qt.ColorScheme.Dark else Scheme.LIGHT

    def _change(self, theme: Theme) -> None:
        if theme != current():
            self._dress(theme)

    def _dress(self, theme: Theme) -> None:
        global _in_force  # noqa: PLW0603 - the application has one look, as it has one palette and one style
        _in_force = theme
        self._application.setPalette(theme.palette())
        self._application.setFont(theme.font())
        self._application.setStyleSheet(theme.style_sheet)
        self.changed.emit(theme)
