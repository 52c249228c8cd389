"""`tgpl-desktop`: the program with its window. Only the words after its name are read before Qt is loaded."""

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

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
    gc.disable()  # what starting makes is there to stay; `desktop.app.run` enables it again
    from desktop import app  # noqa: PLC0415

    return app.run(app.Homes.beside(args.home or _home()), practice=args.practice)


def _home() -> Path:
    """The folder IT named, or the one this system keeps a program's data in."""
    if named := os.environ.get(HOME_VARIABLE):
        return Path(named)
    from platformdirs import user_data_path  # noqa: PLC0415 - rarely slow, but not needed when the home is named

    return user_data_path("TGPL", appauthor=False)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tgpl-desktop", description="Trợ giúp pháp lý")
    parser.add_argument("--home", type=Path, metavar="THƯ_MỤC", help=f"thư mục dữ liệu (hoặc biến {HOME_VARIABLE})")
    parser.add_argument("--practice", action="store_true", help="mở dữ liệu tập")
    parser.add_argument("--screenshot", type=Path, metavar="TỆP", help="chụp cửa sổ chính với dữ liệu tập rồi thoát")
    parser.add_argument("--self-check", action="store_true", help="tự kiểm tra, trả lời bằng JSON")
    return parser


if __name__ == "__main__":
    sys.exit(main())
