"""A word of a meaning that text recognition may have run together is doubted."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes


@pytest.mark.parametrize(("printed", "elsewhere", "doubted"), [
    ("Waming", "Warning codes stand below.", True),
    ("Retum line hot", "The return line is blue.", True),
    ("Alarm", "Warning codes stand below.", False),
    ("Waming", "Nothing else is said.", False),
])  # fmt: skip
def test_m_for_rn(printed, elsewhere, doubted):
    """Only a word that the manual prints elsewhere with `rn` is doubted, and nothing else of the table."""
    text = (
        f"# 5 Lamps\n\n{elsewhere}\n\n| LED | Colour | State | Meaning |\n|---|---|---|---|\n"
        f"| RUN | green | on | Ready |\n| ALM | red | flashing | {printed} |\n| ALM | red | on | Fault |\n"
    )
    rows = [r for r in imported(read_bytes(text.encode(), "demo-x1.md")).rows() if r["kind"] == "led_state"]
    assert {r["meaning"]: "misread" in r["doubt"] for r in rows} == {"Ready": False, printed: doubted, "Fault": False}
