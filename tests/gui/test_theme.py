"""The look: readable in every scheme, larger at every zoom, the same letters on every PC."""

import itertools
import re

import pytest
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.ui.theme import Appearance, Theme, current
from desktop.ui.tokens import DARK, LIGHT, Role, Scheme, Tokens, contrast, contrast_tokens
from desktop.ui.widgets.labels import label


def black_on_white() -> QPalette:
    palette = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, "#000000"),
        (QPalette.ColorRole.WindowText, "#FFFFFF"),
        (QPalette.ColorRole.Highlight, "#1AEBFF"),
        (QPalette.ColorRole.HighlightedText, "#000000"),
    ):
        palette.setColor(role, QColor(colour))
    return palette


SCHEMES = {"light": LIGHT, "dark": DARK, "contrast": contrast_tokens(black_on_white())}


@pytest.fixture(params=list(SCHEMES))
def tokens(request: pytest.FixtureRequest) -> Tokens:
    return SCHEMES[request.param]


def test_the_measure_of_contrast_is_the_standard_one() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_every_text_can_be_read_on_every_ground_it_stands_on(tokens: Tokens) -> None:
    grounds = [tokens.ground, tokens.surface, tokens.head, tokens.primary_soft]
    pairs = [
        *itertools.product([tokens.ink], [*grounds, tokens.selected]),
        *itertools.product([tokens.muted], [tokens.ground, tokens.surface, tokens.head]),
        *itertools.product([tokens.primary], [tokens.ground, tokens.surface, tokens.primary_soft]),
        (tokens.on_primary, tokens.primary),
        *(
            (tokens.text(role), ground)
            for role in (Role.OK, Role.WAIT, Role.BAD, Role.DIFFER)
            for ground in (tokens.surface, tokens.ground, tokens.soft(role), tokens.selected)
        ),
    ]
    unreadable = {pair: round(contrast(*pair), 2) for pair in pairs if contrast(*pair) < 4.5}

    assert not unreadable


def test_the_outline_of_a_field_can_be_seen(tokens: Tokens) -> None:
    assert contrast(tokens.border, tokens.surface) >= 3
    assert contrast(tokens.border, tokens.ground) >= 3
    assert contrast(tokens.primary, tokens.surface) >= 3


def test_only_what_the_server_acknowledged_is_green(tokens: Tokens) -> None:
    def is_green(colour: str) -> bool:
        parsed = QColor(colour)
        return 90 < parsed.hsvHue() < 160 and parsed.hsvSaturation() > 64

    names = {name for name in Tokens.__dataclass_fields__ if is_green(getattr(tokens, name))}
    assert names <= {"ok", "ok_soft"}


def test_high_contrast_uses_the_colours_of_the_system_and_no_others() -> None:
    tokens = SCHEMES["contrast"]

    assert {getattr(tokens, name) for name in Tokens.__dataclass_fields__} == {"#000000", "#FFFFFF"}


@pytest.mark.parametrize("zoom", [100, 110, 125, 150, 175, 200])
def test_zoom_scales_type_and_lengths_alike(zoom: int) -> None:
    theme = Theme.of(Scheme.LIGHT, zoom)

    assert theme.control == round(32 * zoom / 100)
    assert theme.font().pointSizeF() == pytest.approx(10 * zoom / 100)
    assert theme.render("a { min-height: 32px; font-size: 10pt; border: 1px solid $line; }") == (
        f"a {{ min-height: {round(32 * zoom / 100)}px; font-size: {10 * zoom / 100:g}pt; "
        f"border: {max(1, round(zoom / 100))}px solid #D9E0E7; }}"
    )


def test_zoom_stays_between_100_and_200() -> None:
    assert Theme.of(Scheme.LIGHT, 20).zoom == 100
    assert Theme.of(Scheme.LIGHT, 900).zoom == 200


def test_a_low_window_gets_lower_controls_and_rows() -> None:
    compact = Theme.of(Scheme.LIGHT, compact=True)

    assert (compact.control, compact.row) == (28, 24)
    assert "min-height: 26px" in compact.style_sheet


def test_a_style_sheet_cannot_name_a_colour_that_does_not_exist() -> None:
    with pytest.raises(KeyError):
        Theme().render("QLabel { color: $pink; }")


@pytest.mark.parametrize("scheme", list(Scheme))
def test_the_style_sheet_has_no_colour_but_the_tokens(scheme: Scheme) -> None:
    theme = Theme.of(scheme)
    used = set(re.findall(r"#[0-9A-Fa-f]{6}\b", theme.style_sheet))

    assert used
    assert used <= {getattr(theme.tokens, name) for name in Tokens.__dataclass_fields__}


def test_the_letters_are_the_shipped_ones_and_figures_are_of_equal_width(appearance: Appearance) -> None:
    font = current().font()

    assert QFontInfo(font).family() == "Noto Sans"
    assert len({QFontMetricsF(font).horizontalAdvance(figure) for figure in "0123456789"}) == 1


def test_each_weight_is_a_face_of_its_own(appearance: Appearance) -> None:
    weights = (QFont.Weight.Normal, QFont.Weight.DemiBold, QFont.Weight.Bold)
    widths = [QFontMetricsF(current().font("base", weight)).horizontalAdvance("Trợ giúp pháp lý") for weight in weights]

    assert widths == sorted(widths)
    assert len(set(widths)) == 3


def test_zooming_changes_what_is_on_the_screen(appearance: Appearance, qtbot: QtBot) -> None:
    words = label("Trợ giúp pháp lý", "section")
    press = QPushButton("Lưu vụ việc")
    qtbot.addWidget(words)
    qtbot.addWidget(press)
    words.show()
    press.show()
    height, width = press.sizeHint().height(), words.sizeHint().width()
    appearance.set_zoom(200)

    assert press.sizeHint().height() == 2 * height
    assert words.sizeHint().width() > 1.8 * width


def test_a_change_of_scheme_recolours_what_is_on_the_screen(appearance: Appearance, qtbot: QtBot) -> None:
    words = QLabel("Trợ giúp")
    qtbot.addWidget(words)
    words.show()
    appearance.set_scheme(Scheme.DARK)

    assert QApplication.palette().color(QPalette.ColorRole.Window) == QColor(DARK.ground)
    assert words.palette().color(words.foregroundRole()) == QColor(DARK.ink)


def test_without_a_choice_the_scheme_is_the_systems(appearance: Appearance) -> None:
    appearance.set_scheme(Scheme.DARK)
    appearance.set_scheme(None)

    assert current().scheme is Scheme.LIGHT  # the offscreen system has no opinion


def test_what_has_not_changed_is_not_rendered_again(appearance: Appearance) -> None:
    rendered: list[object] = []
    appearance.changed.connect(rendered.append)
    appearance.set_zoom(100)
    appearance.set_compact(False)
    appearance.set_scheme(Scheme.LIGHT)
    appearance.changed.disconnect(rendered.append)

    assert rendered == []
