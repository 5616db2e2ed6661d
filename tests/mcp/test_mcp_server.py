"""The MCP server as assistants meet it: a process of its own, asked by the official client, over stdio and HTTP."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import anyio
import httpx
import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from kb.mcp_tools import TOOLS

PINLIGHT = str(Path(sys.executable).with_name("pinlight"))
HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}
ACCEPT = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}


async def conversation(client, kb):
    """Ask what an assistant asks: which tools, an answer, one that there is not, and one that cannot be read."""
    tools = {t.name: t for t in (await client.list_tools()).tools}
    assert set(tools) == {t.name for t in TOOLS}
    alarm = next(kb.select("alarm"))
    # The client itself holds structured content against the output schema and refuses what does not match.
    found = await client.call_tool("find_alarm", {"alarm": alarm.name, "device": alarm.devices[0]})
    assert not found.is_error
    assert alarm.id in {a["id"] for a in found.structured_content["alarms"]}
    assert found.structured_content["citations"]
    nothing = await client.call_tool("find_alarm", {"alarm": "QX-99182"})
    assert nothing.structured_content["found"] is False
    searched = await client.call_tool("search", {"question": alarm.name, "device": alarm.devices[0]})
    assert searched.structured_content["results"]
    wrong = await client.call_tool("pinout", {"device": "none"})
    assert wrong.is_error
    assert "Known are" in wrong.content[0].text
    assert all(d in client.instructions for d in kb.devices)


def test_over_stdio(kb, bundle_root):
    """The client starts the command and talks to it; closing its end ends the process."""

    async def run():
        started = StdioServerParameters(command=PINLIGHT, args=["mcp", "--bundle", str(bundle_root)])
        async with Client(stdio_client(started)) as client:
            await conversation(client, kb)

    anyio.run(run)


@pytest.fixture(scope="module")
def address(bundle_root):
    """A server of its own over HTTP, at a port that is free."""
    command = [PINLIGHT, "mcp", "--http", "--port", "0", "--allow", "tools.example.org", "--bundle", str(bundle_root)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            found = re.search(r"http://127\.0\.0\.1:\d+/mcp", process.stderr.readline())
            assert found
            yield found[0]
        finally:
            process.terminate()
            process.stderr.read()


def test_over_http(kb, address):
    """The same conversation over streamable HTTP."""

    async def run():
        async with Client(address) as client:
            await conversation(client, kb)

    anyio.run(run)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://localhost:3000"}, 200),
        ({"Host": "tools.example.org", "Origin": "https://tools.example.org"}, 200),
        ({"Origin": "https://evil.example.org"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost.evil.example.org"}, 403),
        ({"Host": "evil.example.org"}, 421),
    ],
)
def test_other_sites_are_refused(address, headers, status):
    """A page of the web that was pointed at this machine carries another Origin or Host: it gets nothing."""
    response = httpx.post(address, json=HELLO, headers={**ACCEPT, **headers}, trust_env=False)
    assert response.status_code == status
    assert ("Pinlight" in response.text) == (status == 200)


def test_a_large_body_is_refused(address):
    """What is larger than any question is not read."""
    response = httpx.post(address, content=b" " * 1_000_000, headers=ACCEPT, trust_env=False)
    assert response.status_code == 413


def test_a_port_that_is_taken_is_told(address, bundle_root):
    """A sentence, not a traceback."""
    port = re.search(r":(\d+)/", address)[1]
    done = subprocess.run(
        [PINLIGHT, "mcp", "--http", "--port", port, "--bundle", str(bundle_root)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_the_extra_it_says_what_to_install(monkeypatch, bundle_root):
    """The extra is named in the sentence; nothing else of Pinlight needs it."""
    from kb.commands import mcp as command
    from kb.model.errors import PinlightError

    monkeypatch.setitem(sys.modules, "kb.mcp_server", None)
    monkeypatch.delattr("kb.mcp_server", raising=False)
    for name in [n for n in sys.modules if n.partition(".")[0] == "uvicorn"]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.delitem(sys.modules, "kb.mcp_server")
    with pytest.raises(PinlightError, match=r"pinlight\[mcp\]"):
        command.serve(bundle_root, http=False, host="", port=0, names=())
