from __future__ import annotations

import gc
import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from kb.bundle import swap
from kb.model.errors import BundleError
from webapp import Config, create_app, server
from webapp.bundle import CHECK_S, RETRY_S, Holder


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def point(root: Path, name: str) -> None:
    """Publish a version the way swap.publish does: a new file takes the pointer's place."""
    (root / "new").write_text(name, encoding="ascii")
    (root / "new").replace(root / swap.POINTER)


@pytest.fixture
def versions(tmp_path, web_root) -> Path:
    """Two good versions (the built one under two names) and one without files."""
    built = swap.current(web_root)
    for name in ("one", "two"):
        (tmp_path / name).symlink_to(built, target_is_directory=True)
    (tmp_path / "bad").mkdir()
    point(tmp_path, "one")
    return tmp_path


def test_a_new_version_is_taken_up_without_restart(versions):
    """When the pointer changes the next look, at most a second later, gives the new version."""
    clock = Clock()
    holder = Holder(versions, clock)
    first = holder.get()
    point(versions, "two")
    assert holder.get() is first
    clock.now += CHECK_S
    second = holder.get()
    assert second is not first
    assert second.kb.folder.name == "two"
    clock.now += CHECK_S
    assert holder.get() is second


def test_a_bad_version_leaves_the_last_good_one_in_use(versions):
    """A version that cannot be opened is told and not used; the next good one is."""
    clock = Clock()
    holder = Holder(versions, clock)
    first = holder.get()
    point(versions, "bad")
    clock.now += CHECK_S
    assert holder.get() is first
    assert "pinlight build" in holder.problem
    point(versions, "two")
    clock.now += CHECK_S
    assert holder.get().kb.folder.name == "two"
    assert not holder.problem


def test_a_first_version_that_arrives_late_is_taken_up(tmp_path, web_root):
    """An app that was started before the first build answers as soon as there is one."""
    clock = Clock()
    holder = Holder(tmp_path, clock)
    with pytest.raises(BundleError):
        holder.get()
    (tmp_path / "one").symlink_to(swap.current(web_root), target_is_directory=True)
    point(tmp_path, "one")
    clock.now += CHECK_S
    assert holder.get().kb.facts


def test_a_repaired_version_is_tried_again(versions, web_root):
    """The pointer need not change: a version that was mended in place is tried again after a while."""
    point(versions, "bad")
    clock = Clock()
    holder = Holder(versions, clock)
    (versions / "bad").rmdir()
    (versions / "bad").symlink_to(swap.current(web_root), target_is_directory=True)
    clock.now += CHECK_S
    with pytest.raises(BundleError):
        holder.get()
    clock.now += RETRY_S
    assert holder.get().kb.folder.name == "bad"


def test_without_a_knowledge_base_the_app_says_what_to_do(tmp_path):
    """The app starts; pages are 503 with the way out, JSON keeps its shape, /healthz is 503."""
    client = create_app(Config(root=tmp_path, testing=True)).test_client()
    page = client.get("/")
    assert page.status_code == 503
    assert "pinlight build" in page.text
    body = client.get("/api/v1/search?q=a")
    assert body.status_code == 503
    assert set(body.json) == {"error"}
    assert body.json["error"]["code"] == "no_knowledge_base"
    assert "pinlight build" in body.json["error"]["todo"]
    health = client.get("/healthz")
    assert health.status_code == 503
    assert health.json["status"] == "unavailable"
    assert client.get("/static/nope").status_code == 404


def test_health_tells_the_version_and_a_bad_newer_one(versions, monkeypatch):
    """ok, then degraded (still 200: questions are answered) when a newer version is bad."""
    clock = Clock()
    app = create_app(Config(root=versions, testing=True))
    app.extensions["pinlight-bundle"] = holder = Holder(versions, clock)
    client = app.test_client()
    body = client.get("/healthz").json
    assert (body["status"], body["version"], body["problem"]) == ("ok", holder.get().version, None)
    point(versions, "bad")
    clock.now += CHECK_S
    response = client.get("/healthz")
    assert (response.status_code, response.json["status"]) == (200, "degraded")
    assert client.get("/").status_code == 200


def test_the_factory_only_reads_the_bundle(web_root, monkeypatch):
    """create_app opens no socket and writes no file."""

    def refuse(event, args):
        if not watching:
            return
        if event.startswith("socket.") or (event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+")):
            raise AssertionError(f"{event} {args[:2]}")

    watching = False
    sys.addaudithook(refuse)
    watching = True
    try:
        create_app(Config(root=web_root, testing=True))
    finally:
        watching = False


def test_the_server_tells_its_address_and_stops_in_order(web_root):
    """`serve` prints the address, answers there, and ends with 0 on SIGTERM."""
    code = "import sys; from pathlib import Path; from webapp.server import serve; serve('127.0.0.1', 0, Path(sys.argv[1]))"
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(web_root)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )  # fmt: skip
    try:
        line = process.stdout.readline()
        url = re.search(r"http://127\.0\.0\.1:\d+/", line)[0]
        with urllib.request.urlopen(url + "healthz", timeout=10) as answer:  # noqa: S310 - our own loopback address
            assert answer.status == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_the_collector_is_on_while_people_are_served(web_root, monkeypatch):
    """What a start made is never looked through again; what requests leave behind is."""

    def reached(*_args, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr(server, "configure", lambda **_: None)
    monkeypatch.setattr(server, "create_server", reached)
    gc.disable()  # as `pinlight serve` does before anything is loaded
    try:
        with pytest.raises(KeyboardInterrupt):
            server.serve(root=web_root)
        assert gc.isenabled()
        assert gc.get_freeze_count() > 10_000
    finally:
        gc.enable()
        gc.unfreeze()
