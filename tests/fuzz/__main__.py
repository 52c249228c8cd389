"""`python -m tests.fuzz TARGET SECONDS`: let atheris look for bytes that break a decoder; ends at the first that do.

What it learned is kept in ``out/fuzz/TARGET``, what broke it beside it as ``crash-…``; `replay` runs such a file again.
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["sync", "tests.fuzz"]):  # what is imported here is watched line by line
    from tests.fuzz.decoders import SOUND, STEP, TARGETS

_OUT = Path("out/fuzz")


def main() -> None:
    """Run one target for so many seconds, or replay files."""
    name, *rest = sys.argv[1:] or ["body"]
    target = TARGETS[name]
    if rest[:1] == ["replay"]:
        for file in rest[1:]:
            target(Path(file).read_bytes())
        return
    seconds = rest[0] if rest else "60"
    corpus = _OUT / name
    corpus.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(_seeds(name)):
            Path(folder, str(number)).write_bytes(seed)
        options = [f"-max_total_time={seconds}", "-max_len=4096", f"-artifact_prefix={_OUT}/", "-print_final_stats=1"]
        atheris.Setup([sys.argv[0], *options, str(corpus), folder], target)
        atheris.Fuzz()


def _seeds(name: str) -> list[bytes]:
    """Something sound to begin with."""
    if name == "body":
        return [bytes([index, 0]) + STEP for index in range(6)]
    return [SOUND if name == "entry" else STEP]


if __name__ == "__main__":
    main()
