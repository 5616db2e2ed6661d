"""mcp: the tools for assistants."""

from __future__ import annotations

from pathlib import Path

from kb.model.errors import PinlightError


def serve(bundle: Path, *, http: bool, host: str, port: int, names: tuple[str, ...]) -> None:
    """Serve over stdio, or with `http` over streamable HTTP. Raises PinlightError when the extra is not installed."""
    try:
        from kb import mcp_server
    except ModuleNotFoundError as e:
        if (e.name or "").partition(".")[0] not in {"mcp", "mcp_types", "anyio", "uvicorn"}:
            raise
        raise PinlightError(f"The MCP server needs {e.name}. Install it with: pip install 'pinlight[mcp]'") from e
    if http:
        mcp_server.serve_http(bundle, host, port, names)
    else:
        mcp_server.serve_stdio(bundle)
