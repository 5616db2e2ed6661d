"""`pinlight search`: the four questions of the plan, the public JSON, and text for 80 columns."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

ANSWER = {"query", "reading", "answered", "results", "took_ms"}
READING = {"device", "corrected", "terms"}
RESULT = {"kind", "id", "title", "text", "facts", "devices", "source", "score", "conflict"}
SOURCE = {"manual", "edition", "section", "title", "lines"}
# Told beside the contract; another name here is a decision about the public JSON.
BESIDE = {
    "answer": {"ask_device", "why_not", "contact", "calculator", "tell_apart", "silence"},
    "reading": {"devices", "question", "corrections", "foreign"},
    "result": {"also", "cautions", "exact"},
    "source": {"anchor"},
}
QUESTIONS = [
    "victron can cable which pins",
    "blue flashing light sigenstor battery",
    "COVP",
    "growatt rs485 pins",
    "what is the weather",
    "wat is the chargng voltge",
    "which torque for the M6 screw of the gateway",
]


def has(plain, names, beside):
    """An object has these keys, and beside them only known ones."""
    assert set(plain) >= names, names - set(plain)
    assert set(plain) - names <= beside, set(plain) - names - beside


@pytest.mark.parametrize("question", QUESTIONS)
def test_json_follows_the_contract(pinlight, question):
    """`--json` has the keys and types of DESIGN.md section 4, and every result tells manual, edition, section and lines."""
    answer = pinlight.json("search", question)
    has(answer, ANSWER, BESIDE["answer"])
    has(answer["reading"], READING, BESIDE["reading"])
    assert answer["query"] == question
    assert isinstance(answer["answered"], bool)
    assert isinstance(answer["took_ms"], float)
    assert isinstance(answer["reading"]["corrected"], str)
    assert all(isinstance(t, str) for t in answer["reading"]["terms"])
    assert len(answer["results"]) <= 5
    for result in answer["results"]:
        has(result, RESULT, BESIDE["result"])
        has(result["source"], SOURCE, BESIDE["source"])
        assert result["source"]["edition"]
        assert result["source"]["lines"]
        assert isinstance(result["score"], float)
        assert result["conflict"] is None or isinstance(result["conflict"], str)
        if result["kind"] == "passage":
            assert result["facts"] == {}
        else:
            assert (result["facts"]["id"], result["facts"]["kind"]) == (result["id"], result["kind"])
    assert answer["silence"] is None or (isinstance(answer["silence"], str) and not answer["answered"])
    scores = [r["score"] for r in answer["results"]]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("question", QUESTIONS)
def test_text_fits_the_terminal(pinlight, fits, question):
    """The text is at most 80 columns wide and ends with the time it took."""
    said = pinlight.text("search", question)
    fits(said)
    assert said.rstrip().endswith(" ms")


def test_victron_cable(pinlight):
    """The question "victron can cable which pins" is answered with the map from the SR48100H to Victron."""
    answer = pinlight.json("search", "victron can cable which pins")
    first = answer["results"][0]
    assert answer["answered"]
    assert (first["kind"], first["facts"]["from_device"], first["id"]) == (
        "cable",
        "sr48100h",
        "sr48100h/cable/victron",
    )
    assert [w[:2] for w in first["facts"]["pins"]] == [["4", "7"], ["5", "8"], ["6", "3"]]
    assert first["source"]["manual"] == "sr48100h-rack-battery-om-manual-v01"
    assert first["source"]["section"]


def test_blue_flashing_sigenstor_battery(pinlight):
    """The question "blue flashing light sigenstor battery" is answered with discharging."""
    answer = pinlight.json("search", "blue flashing light sigenstor battery")
    first = answer["results"][0]
    assert answer["answered"]
    assert first["kind"] == "led_state"
    assert "discharging" in first["facts"]["meaning"]
    assert "not discharging" not in first["facts"]["meaning"]
    assert any((lamp["color"], lamp["pattern"]) == ("blue", "flash") for lamp in first["facts"]["lamps"])
    assert first["source"]["section"]


def test_covp(pinlight):
    """The code "COVP" is answered with the protection."""
    answer = pinlight.json("search", "COVP")
    first = answer["results"][0]
    assert answer["answered"]
    assert (first["kind"], first["facts"]["code"], first["source"]["section"]) == ("alarm", "COVP", "3.4")


def test_growatt_rs485_pins(pinlight):
    """Among the first results for "growatt rs485 pins" are pins 1 and 2, as pins or as the wires of a cable."""
    answer = pinlight.json("search", "growatt rs485 pins")
    assert answer["answered"]
    pins = set()
    for result in answer["results"][:3]:
        assert "growatt-65" in result["devices"]
        if result["kind"] == "pin" and "RS485" in result["facts"]["signal"]:
            pins.add(result["facts"]["pin"])
        if result["kind"] == "cable":
            pins |= {wire[0] for wire in result["facts"]["pins"]}
    assert pins >= {"1", "2"}


def test_the_answer_stands_in_the_text(pinlight):
    """A person reads wires, manual and section, and how the question was read."""
    said = " ".join(pinlight.text("search", "victron can cable which pins").split())
    for words in ("Read as: ", "Victron", "CAN-H", "SR48100H manual, edition V-01", "sr48100h/cable/victron"):
        assert words in said


def test_what_is_not_in_the_manuals_says_so(pinlight):
    """A question that the manuals do not answer is told so, first thing, with a reason."""
    answer = pinlight.json("search", "how much does it cost to replace a Tesla Powerwall")
    assert not answer["answered"]
    assert answer["why_not"]
    assert "Not in the manuals." in pinlight.text("search", "how much does it cost to replace a Tesla Powerwall")


def test_device_keeps_to_the_device(pinlight):
    """--device leaves nothing but that device's results; an unknown one is refused with the known ones."""
    answer = pinlight.json("search", "CAN-H", "--device", "growatt-65")
    assert answer["reading"]["device"] == "growatt-65"
    assert answer["results"]
    assert all("growatt-65" in r["devices"] for r in answer["results"])
    assert "sr48100h" in pinlight.refused("search", "CAN-H", "--device", "nonsense")


@pytest.mark.parametrize("limit", [1, 2, 20])
def test_limit_is_kept(pinlight, limit):
    """--limit is the number of results when there are as many."""
    assert len(pinlight.json("search", "battery", "--limit", limit)["results"]) == limit


def test_words_need_no_quotes(pinlight):
    """Several words are one question."""
    one, other = pinlight.json("search", "link in pin 4"), pinlight.json("search", "link", "in", "pin", "4")
    assert [r["id"] for r in one["results"]] == [r["id"] for r in other["results"]]


GARBAGE = {
    "empty": "",
    "blanks": " \t\n ",
    "NUL": "\x00",
    "NUL inside": "CO\x00VP\x00",
    "100 kB": "x" * 100_000,
    "100 kB of words": "battery " * 12_500,
    "2000 signs": "a b " * 500,
    "quotes": '"\'`""\';--',
    "query language": 'NEAR("a" AND NOT *) OR title:"',
    "markup": "<script>alert(1)</script> & [x](javascript:1)",
    "emoji": "🔴🔋 💡💡 👩‍🔧",
    "right to left": "\u202eסוללה\u202c البطارية",
    "marks without letters": "\u0301\u0301\u0301",
    "wide signs": "ＣＯＶＰ",
    "lone surrogate": "lamp \udcff\ud800",
    "regular expression": "(((((.*)+)+)+)+)$ [a-z]{1,99}",
    "signs": "%s %n {0} {{x}} $HOME ../../etc/passwd \\",
    "digits": "9" * 1500,
    "not a number": "nan inf -inf 1e999 V",
}


@pytest.mark.parametrize("name", sorted(GARBAGE))
@pytest.mark.parametrize("form", ["text", "json"])
def test_garbage_ends_with_a_sentence(small, fits, name, form):
    """Whatever is typed ends with results, or with one sentence and exit code 1; never with a traceback."""
    arguments = ["search", "--", GARBAGE[name]] if form == "text" else ["search", "--json", "--", GARBAGE[name]]
    try:
        result = small(*arguments)
    except AssertionError:
        said = small.refused(*arguments)
        assert len(said) < 400
        assert said.count("\n") == 1
    else:
        if form == "json":
            assert json.loads(result.stdout)["results"] is not None
        else:
            fits(result.stdout)


@pytest.mark.parametrize("raw", [b"\xff\xfe lamp", "Größe Ω ℃".encode()])
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_bytes_that_are_no_text(glow, environment, raw, form):
    """A terminal of another encoding gives bytes that are no UTF-8: in a real process, too, there is no traceback."""
    ran = subprocess.run(
        [sys.executable, "-m", "kb.cli", "search", raw, *form],
        env=environment(**glow.environment),
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in ran.stderr
    assert ran.returncode in {0, 1}


def test_a_reader_that_goes_away_is_no_failure(pinlight, environment):
    """`pinlight facts | head -1` ends without a complaint."""
    with subprocess.Popen(
        [sys.executable, "-m", "kb.cli", "facts"],
        env=environment(**pinlight.environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as ran:
        assert ran.stdout.readline()
        ran.stdout.close()
        complaint = ran.stderr.read()
    assert (ran.returncode, complaint) == (0, b"")
