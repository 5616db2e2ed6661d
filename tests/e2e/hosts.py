"""Sites that hold the widget: small servers of their own origins, with pages that a test writes."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Served:
    """One file as it is served."""

    body: bytes
    kind: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


class Host:
    """A site of its own origin on loopback."""

    def __init__(self) -> None:
        files: dict[str, Served] = {}

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                found = files.get(urlsplit(self.path).path)
                self.send_response(200 if found else 404)
                served = found or Served(b"")
                self.send_header("Content-Type", served.kind)
                self.send_header("Content-Length", str(len(served.body)))
                self.send_header("Cache-Control", "no-store")
                for name, value in served.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(served.body)

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        self.files = files
        self.files["/favicon.ico"] = Served(b"", "image/x-icon")
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def put(self, path: str, html: str, **headers: str) -> str:
        """Put a page there, and return its address. Headers are named with "_" for "-"."""
        self.files[path] = Served(html.encode(), headers={k.replace("_", "-"): v for k, v in headers.items()})
        return self.origin + path

    def put_script(self, path: str, text: str | bytes) -> str:
        """Put a script there."""
        self.files[path] = Served(text if isinstance(text, bytes) else text.encode(), "text/javascript")
        return self.origin + path

    def put_folder(self, folder: Path, **replaced: str) -> None:
        """Put a folder's files there, with some texts replaced in its pages."""
        kinds = {".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css"}
        for path in folder.rglob("*"):
            if path.suffix in kinds:
                text = path.read_text("utf-8")
                for old, new in replaced.items():
                    text = text.replace(old, new)
                self.files[f"/{path.relative_to(folder)}"] = Served(text.encode(), kinds[path.suffix])

    def close(self) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()
