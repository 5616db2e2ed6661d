"""What a phone without signal draws of a calculation is what the server would have drawn: worked.js against the templates."""

from __future__ import annotations

import html
import json
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

import msgspec
import pytest

from webapp.features.calculators.view import calculator_url

ROOT = Path(__file__).resolve().parents[2]
JS = ROOT / "webapp" / "static" / "js"
CALC = ROOT / "tests" / "calc"
EXAMPLES = [
    (e["calculator"], {n: str(v) for n, v in e["inputs"].items()})
    for path in sorted((CALC / "examples").glob("*.yaml"))
    for e in msgspec.yaml.decode(path.read_text(encoding="utf-8"))
] + [
    (e["run"]["calculator"], {n: str(v) for n, v in e["run"]["inputs"].items()})
    for e in msgspec.yaml.decode((CALC / "examples_independent.yaml").read_text(encoding="utf-8"))
    if "calculator" in e["run"]
]
MAX_GZIPPED = 120_000


class Tokens(HTMLParser):
    """Markup as a list of tags with their attributes and of texts; blanks between tags do not count."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, sorted(attrs)))

    def handle_endtag(self, tag):
        self.found.append(f"/{tag}")

    def handle_data(self, data):
        if data.strip():
            self.found.append(" ".join(data.split(" ")).strip("\n "))


@pytest.fixture(scope="module")
def drawn(app, tmp_path_factory):
    """The answers of the script to all examples, drawn in one node process from what the server gives to phones."""
    data = tmp_path_factory.mktemp("calc") / "data.json"
    data.write_bytes(app.test_client().get("/calculators/data.json").data)
    with app.test_request_context():
        lines = [json.dumps([c, given, calculator_url(c, given)]) for c, given in EXAMPLES]
    done = subprocess.run(
        ["node", Path(__file__).with_name("worked_lines.mjs"), JS / "calc.js", JS / "worked.js", data],
        input="\n".join(lines) + "\n",
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=120,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("n", range(len(EXAMPLES)), ids=[f"{n}-{c}" for n, (c, _) in enumerate(EXAMPLES)])
def test_drawn_as_the_server_draws(client, drawn, n):
    """Every worked example has the same markup: result, warnings, disputes, working, sources with their places."""
    calculator, given = EXAMPLES[n]
    address = f"/calculator/{calculator}?{urlencode(given)}"
    told = json.loads(client.get(address, headers={"X-Fragment": "worked"}).data)
    # The way to the JSON interface is left out where there is no server.
    markup = re.sub(r'<a [^>]*href="/api/[^"]*">JSON</a>', "", told["html"])
    if given or told["html"]:
        assert Tokens(drawn[n]["html"]).found == Tokens(markup).found
        assert drawn[n]["error"] == told["error"]


def test_the_page_holds_what_the_fragment_holds(client):
    """The fragment for a page that stays open is a part of the whole page, letter by letter."""
    address = "/calculator/sr48100h-bank?packs=4"
    fragment = json.loads(client.get(address, headers={"X-Fragment": "worked"}).data)["html"]
    assert fragment.strip() in client.get(address).text


def test_a_mistake_is_told_at_its_field(client):
    """The fragment names the field and says what the page says there."""
    address = "/calculator/sr48100h-bank?packs=many"
    told = json.loads(client.get(address, headers={"X-Fragment": "worked"}).data)
    assert told["html"] == ""
    assert told["error"]["name"] == "packs"
    assert told["error"]["message"] in html.unescape(client.get(address).text)


def test_code_and_data_are_light(client):
    """All calculators together take little of the pack: code and figures, gzipped as they travel."""
    import gzip

    scripts = sum(len(gzip.compress((JS / n).read_bytes(), 9)) for n in ("calc.js", "worked.js", "calculator.js"))
    data = len(gzip.compress(client.get("/calculators/data.json").data, 9))
    assert scripts + data < MAX_GZIPPED


def test_data_is_in_the_pack(app, kb):
    """The figures are named for the pack beside the pages that need them."""
    from webapp.features.calculators.offline import offline

    with app.test_request_context():
        assert "/calculators/data.json" in set(offline(kb))


def test_a_choice_is_shown_as_it_was_understood(client):
    """The beginning of a choice, or a word for it, in an address leaves that choice chosen in the form."""
    page = client.get("/calculator/sigenstor-cable?connection=RS485").text
    assert '<option value="RS485 or DI" selected>' in page
