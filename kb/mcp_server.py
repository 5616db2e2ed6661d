"""The MCP server: the tools of kb.mcp_tools for assistants, over stdio or streamable HTTP.

Needs the extra `mcp`; nothing else of Pinlight imports this module.
"""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread
import mcp_types as types
import msgspec
import uvicorn
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.server.transport_security import TransportSecuritySettings
from mcp.shared.exceptions import MCPError

from kb import __version__
from kb.bundle.store import open_bundle
from kb.mcp_tools import TOOLS, Desk, Tool, instructions
from kb.model.errors import PinlightError
from kb.search.engine import Engine

PATH = "/mcp"
# Names by which this machine calls itself; a page of the web that was pointed here carries another one.
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_BY_NAME = {t.name: t for t in TOOLS}
# A question, lamps, answers: far below this.
_MOST_BODY_BYTES = 256 * 1024


def schema(wanted: type[msgspec.Struct]) -> dict[str, Any]:
    """Return the JSON Schema of a type with an object at its root, as MCP asks for; what it refers to stands in `$defs`."""
    made = msgspec.json.schema(wanted)
    name = made.pop("$ref", "").rpartition("/")[2]
    return {**made["$defs"].pop(name), **({"$defs": made["$defs"]} if made["$defs"] else {})} if name else made


def listed(tool: Tool) -> types.Tool:
    """Return a tool as a client sees it. All of them only read."""
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.about,
        input_schema=schema(tool.request),
        output_schema=schema(tool.answer),
        annotations=types.ToolAnnotations(
            title=tool.title,
            read_only_hint=True,
            destructive_hint=False,
            idempotent_hint=True,
            open_world_hint=False,
        ),
    )


def call(desk: Desk, name: str, arguments: dict[str, Any]) -> types.CallToolResult:
    """Answer one call. What the caller can mend is an answer with `is_error`; an unknown tool raises MCPError."""
    tool = _BY_NAME.get(name)
    if tool is None:
        raise MCPError(types.INVALID_PARAMS, f"There is no tool {name[:60]!r}; there are {', '.join(_BY_NAME)}")
    try:
        # JSON knows one kind of number, so 3.0 is a 3; everything else must be what the schema says.
        asked = msgspec.json.decode(msgspec.json.encode(arguments), type=tool.request)
        answer = tool.work(desk, asked)
    except msgspec.ValidationError as e:
        return _wrong(f"The arguments are not as {name} takes them: {e}")
    except PinlightError as e:
        return _wrong(str(e))
    text = msgspec.json.encode(answer)
    return types.CallToolResult(
        content=[types.TextContent(text=text.decode())],
        structured_content=msgspec.json.decode(text),
    )


def server(root: Path | None = None) -> Server[Any]:
    """Return the server over the bundle at `root`. Raises BundleError when there is none."""
    kb = open_bundle(root)
    desk = Desk(kb, Engine(kb))
    tools = [listed(t) for t in TOOLS]

    async def list_tools(
        _: ServerRequestContext[Any], __: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        return types.ListToolsResult(tools=tools)

    async def call_tool(_: ServerRequestContext[Any], params: types.CallToolRequestParams) -> types.CallToolResult:
        # A search or a diagnosis computes; other calls go on meanwhile.
        return await anyio.to_thread.run_sync(call, desk, params.name, params.arguments or {})

    return Server(
        "pinlight",
        version=__version__,
        title="Pinlight",
        description="What the light means, which pin is which, and what to do next: from the manuals, with the place.",
        instructions=instructions(kb),
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def serve_stdio(root: Path | None) -> None:
    """Serve the client that started this process, until it closes its end."""
    made = server(root)

    async def run() -> None:
        async with stdio_server() as (reading, writing):
            await made.run(reading, writing, made.create_initialization_options())

    anyio.run(run)


def security(host: str, names: tuple[str, ...]) -> TransportSecuritySettings:
    """Return which Host and Origin headers are taken: this machine's own names, the bound address, and those allowed."""
    own = f"[{host}]" if ":" in host else host
    known = tuple(dict.fromkeys((*_LOOPBACK, own, *names)))
    return TransportSecuritySettings(
        enable_dns_rebinding_protection=True,
        allowed_hosts=[h for name in known for h in (name, f"{name}:*")],
        allowed_origins=[o for name in known for s in ("http", "https") for o in (f"{s}://{name}", f"{s}://{name}:*")],
    )


def serve_http(root: Path | None, host: str, port: int, names: tuple[str, ...]) -> None:
    """Serve streamable HTTP until interrupted; the address is printed once it listens. Raises PinlightError when it cannot."""
    app = server(root).streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=_MOST_BODY_BYTES,
        transport_security=security(host, names),
        host=host,
    )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        bound = socket.create_server((host, port), family=family)
    except OSError as e:
        raise PinlightError(f"Cannot listen at {host} port {port} ({e.strerror or e}). Choose another --port") from e
    shown = f"[{host}]" if ":" in host else host
    print(f"Pinlight's tools are at http://{shown}:{bound.getsockname()[1]}{PATH}", file=sys.stderr, flush=True)  # noqa: T201 - for the person who started it
    uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False)).run(sockets=[bound])


def _wrong(text: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(text=text)], is_error=True)
