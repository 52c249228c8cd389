"""The command lines of this program: argparse, speaking Vietnamese. It imports nothing else: help is there at once."""

import argparse
from typing import Any, NoReturn

from typing_extensions import override

from desktop.words import cli as words

MISUSED = 2


class Parser(argparse.ArgumentParser):
    """argparse with our headings and our words for what is wrong."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, add_help=False, allow_abbrev=False, formatter_class=_Formatter)
        self._arguments = self.add_argument_group(words.ARGUMENTS_TITLE)

    def add(self, name: str, *more: str, **options: Any) -> None:
        """Add an argument with its help."""
        self._arguments.add_argument(name, *more, help=words.HELP[name], **options)

    @override
    def error(self, message: str) -> NoReturn:
        """End with the usage and what was wrong."""
        self.exit(MISUSED, f"{self.format_usage()}{words.misuse(message)}\n")


class _Formatter(argparse.HelpFormatter):
    @override
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, words.USAGE if prefix is None else prefix)
