"""What every app in this process reads and compiles alike is read and compiled for the first app only."""

from __future__ import annotations

from collections.abc import Iterator

import jinja2
import pytest
from flask import Flask

from webapp import assets


class Compiled(jinja2.BytecodeCache):
    """Keeps compiled templates in memory; a template that was edited has another checksum and is compiled anew."""

    def __init__(self) -> None:
        """Start empty."""
        self._known: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Fill the bucket with what is known of its template."""
        known = self._known.get((bucket.key, bucket.checksum))
        if known is not None:
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Keep what was compiled."""
        self._known[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


def made_once() -> Iterator[None]:
    """Patch what an app begins with, for as long as the tests run: its static files and its templates."""
    files: list[assets.Assets] = []
    serve, read = assets.init_app, assets._read

    def init_app(app: Flask) -> None:
        if not files:
            files.append(read())
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(assets, "_read", lambda: files[0])
            serve(app)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assets, "init_app", init_app)
        patch.setattr(Flask, "jinja_options", {**Flask.jinja_options, "bytecode_cache": Compiled()})
        yield
