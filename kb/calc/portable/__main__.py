"""Write the JavaScript of the calculators, and what it reads: `python -m kb.calc.portable`."""

from __future__ import annotations

from pathlib import Path

from kb.calc.portable.code import READS, module, reads

MODULE = Path(__file__).resolve().parents[3] / "webapp" / "static" / "js" / "calc.js"


def main() -> None:
    """Write both files; a test holds them to the Python they were made from."""
    MODULE.write_text(module(), encoding="utf-8")
    READS.write_text(reads(), encoding="utf-8")


if __name__ == "__main__":
    main()
