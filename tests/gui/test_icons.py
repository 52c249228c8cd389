"""The icons: drawn in the colours of the theme, sharp on every screen, and all of them there."""

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage

import resources
from desktop.ui.icons import icon, pixmap
from desktop.ui.theme import Appearance
from desktop.ui.tokens import DARK, LIGHT, Role, Scheme

ROOT = Path(__file__).parents[2]
SHIPPED = {path.name[:-4] for path in (ROOT / "resources" / "icons").glob("*.svg")}


def darkest(image: QImage) -> QColor:
    """The colour of the most opaque point."""
    points = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return max(points, key=QColor.alpha)


def test_an_icon_is_drawn_in_the_colour_of_its_role(appearance: Appearance) -> None:
    drawn = darkest(icon("check", Role.OK).pixmap(64, 64).toImage())

    assert (drawn.red(), drawn.green(), drawn.blue()) == QColor(LIGHT.ok).getRgb()[:3]  # type: ignore[index]


def test_an_icon_already_on_a_button_takes_the_new_scheme(appearance: Appearance) -> None:
    sign = icon("check", Role.OK)
    appearance.set_scheme(Scheme.DARK)
    drawn = darkest(sign.pixmap(64, 64).toImage())

    assert (drawn.red(), drawn.green(), drawn.blue()) == QColor(DARK.ok).getRgb()[:3]  # type: ignore[index]


def test_a_disabled_icon_is_grey(appearance: Appearance) -> None:
    drawn = darkest(icon("check", Role.OK).pixmap(QSize(64, 64), QIcon.Mode.Disabled).toImage())

    assert (drawn.red(), drawn.green(), drawn.blue()) == QColor(LIGHT.muted).getRgb()[:3]  # type: ignore[index]


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_an_icon_has_all_the_points_the_screen_has(scale: float) -> None:
    drawn = pixmap("check", Role.INK, 16, scale)

    assert drawn.size() == QSize(16, 16) * scale
    assert icon("check").pixmap(QSize(16, 16), scale).size() == QSize(16, 16) * scale


def test_an_icon_that_does_not_ship_is_found_out_at_once() -> None:
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon")


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_every_icon_takes_its_colour_from_the_theme_and_can_be_drawn(name: str) -> None:
    drawing = resources.read_text(f"icons/{name}.svg")

    assert "currentColor" in drawing
    assert darkest(pixmap(name, Role.BAD, 24).toImage()).alpha() > 0


def test_every_icon_named_in_the_program_ships() -> None:
    """Icons are named in calls of `icon`, `pixmap`, `Mark`, `Page` and `sign=`; each name there must be a file."""
    named: dict[str, str] = {}
    for path in (ROOT / "desktop").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                named |= dict.fromkeys(_icons_of(node), path.name)

    assert {name: where for name, where in named.items() if name not in SHIPPED} == {}
    assert named


def _icons_of(call: ast.Call) -> list[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    place = {"icon": 0, "pixmap": 0, "icon_button": 0, "Mark": 1, "Page": 2, "show_status": 0}.get(name)
    values: list[ast.expr] = [keyword.value for keyword in call.keywords if keyword.arg == "sign"]
    if place is not None and len(call.args) > place:
        values.append(call.args[place])
    return [value.value for value in values if isinstance(value, ast.Constant) and isinstance(value.value, str)]
