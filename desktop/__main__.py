"""`tgpl-desktop`: the program with its window. Only the words after its name are read before Qt is loaded."""

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop.arguments import Parser
from desktop.words import cli as words

HOME_VARIABLE = "TGPL_HOME"


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window, or do what the options say instead; returns the exit code."""
    args = _parser().parse_args(argv)
    if args.self_check:
        from desktop.ui import trial  # noqa: PLC0415 - `--help` answers without Qt

        return trial.self_check()
    if args.screenshot:
        from desktop.ui import trial  # noqa: PLC0415

        return trial.take_screenshot(args.screenshot)
    gc.disable()  # what starting makes is there to stay; afterwards `desktop.qt.collector` does it
    from desktop import app  # noqa: PLC0415

    return app.run(app.Homes.beside(args.home or _home()), practice=args.practice)


def _home() -> Path:
    """The folder IT named, or the one this system keeps a program's data in."""
    if named := os.environ.get(HOME_VARIABLE):
        return Path(named)
    from platformdirs import user_data_path  # noqa: PLC0415 - rarely slow, but not needed when the home is named

    return user_data_path("TGPL", appauthor=False)


def _parser() -> Parser:
    parser = Parser(prog="tgpl-desktop", description=words.WINDOW)
    parser.add("--home", type=Path, metavar=words.FOLDER)
    parser.add("--practice", action="store_true")
    parser.add("--screenshot", type=Path, metavar=words.FILE)
    parser.add("--self-check", action="store_true")
    parser.add("-h", "--help", action="help")
    return parser


if __name__ == "__main__":
    sys.exit(main())
