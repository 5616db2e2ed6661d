"""A real Request Tracker 5 and a real Pinlight, each a server of its own on loopback."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("request-tracker5", "rt5-db-sqlite", "rt5-standalone")
RT_SERVER = Path("/usr/share/request-tracker5/libexec/rt-server")
RT_DATABASE = Path("/usr/sbin/rt-setup-database-5")
ADAPTER = ROOT / "adapters" / "request-tracker" / "RT-Extension-Pinlight"
# What RT's own first set-up gives the administrator; the database lives as long as the test.
RT_USER, RT_PASSWORD = "root", "password"
INSTALL_S = 600
START_S = 60

CONFIG = """
Set($rtname, 'desk.example');
Set($Organization, 'desk.example');
Set($WebPath, '');
Set($WebDomain, '127.0.0.1');
Set($WebPort, {port});
Set($DatabaseType, 'SQLite');
Set($DatabaseName, '{home}/rt.sqlite');
Set($WebSessionClass, 'Apache::Session::File');
Set($WebSecureCookies, 0);
Set($MailCommand, 'testfile');
Set($LogToSyslog, undef);
Set($LogToSTDERR, 'error');
Set($MessageBoxRichText, {rich});
$RT::VarPath = '{home}';
$RT::MasonDataDir = '{home}/mason';
$RT::MasonSessionDir = '{home}/sessions';
$RT::LocalPluginPath = '{home}/plugins';
Plugin('RT::Extension::Pinlight');
Set($PinlightURL, '{pinlight}');
1;
"""


@dataclass(frozen=True)
class Desk:
    """Where Request Tracker and Pinlight answer."""

    rt: str
    pinlight: str


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@pytest.fixture(scope="session")
def request_tracker() -> Path:
    """Request Tracker's own server program; its Debian packages are installed when they are not there yet."""
    if not RT_SERVER.is_file():
        problem = install()
        if problem:
            reason = f"Request Tracker 5 cannot be installed here: {problem}"
            # pytest shows a skip's reason only when asked for it.
            print(f"\nSKIPPED tests/helpdesk: {reason}", file=sys.__stdout__, flush=True)
            pytest.skip(reason)
    return RT_SERVER


def install() -> str:
    """Install the packages without a question asked; return what stands against it, or nothing."""
    if shutil.which("apt-get") is None:
        return "this is no Debian, there is no apt-get"
    if os.geteuid() != 0:
        return f"only root can install packages (apt-get install {' '.join(PACKAGES)})"
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *PACKAGES]):
        try:
            done = subprocess.run(
                ["apt-get", "-q", *command], env=quiet, capture_output=True, text=True, timeout=INSTALL_S, check=False
            )
        except subprocess.TimeoutExpired:
            return f"apt-get {command[0]} was not done after {INSTALL_S} s"
        if done.returncode:
            return f"apt-get {command[0]} failed: {(done.stderr.strip() or done.stdout.strip())[-400:]}"
    return "" if RT_SERVER.is_file() else f"the packages hold no {RT_SERVER}"


class Server:
    """A server program in a group of its own, so that it is stopped with all that it started."""

    def __init__(self, command: list[str], log: Path, environment: dict[str, str]) -> None:
        self.log = log
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                command, stdout=out, stderr=subprocess.STDOUT, env=environment, cwd=ROOT, start_new_session=True
            )

    def wait_for(self, url: str) -> None:
        until = time.monotonic() + START_S
        while True:
            try:
                with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own loopback address
                    return
            except (urllib.error.URLError, OSError):
                if self.process.poll() is not None or time.monotonic() > until:
                    pytest.fail(f"{url} does not answer:\n{self.log.read_text(errors='replace')[-2000:]}")
                time.sleep(0.1)

    def stop(self) -> None:
        for sign in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, sign)
            except ProcessLookupError:
                break
            try:
                self.process.wait(timeout=15)
                break
            except subprocess.TimeoutExpired:
                continue


@pytest.fixture(scope="session", params=["rich", "plain"])
def desk(request, request_tracker, bundle_root, tmp_path_factory) -> Iterator[Desk]:
    """Both servers, RT with the extension installed; once with the rich-text reply box and once with the plain one."""
    home = tmp_path_factory.mktemp("rt")
    for name in ("conf.d", "mason", "sessions", "plugins"):
        (home / name).mkdir()
    shutil.copytree(ADAPTER, home / "plugins" / ADAPTER.name)
    rt_port, pinlight_port = free_port(), free_port()
    rt, pinlight = f"http://127.0.0.1:{rt_port}", f"http://127.0.0.1:{pinlight_port}"
    config = home / "RT_SiteConfig.pm"
    config.write_text(CONFIG.format(port=rt_port, home=home, pinlight=pinlight, rich=int(request.param == "rich")))
    environment = {**os.environ, "RT_SITE_CONFIG": str(config), "RT_SITE_CONFIG_DIR": str(home / "conf.d")}
    made = subprocess.run(
        [RT_DATABASE, "--action", "init", "--skip-create", "--dba", "none", "--dba-password", ""],
        env=environment,
        cwd=home,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if made.returncode:
        pytest.fail(f"RT's database cannot be made:\n{made.stdout[-1500:]}{made.stderr[-1500:]}")
    servers = [
        Server([str(request_tracker), "--port", str(rt_port)], home / "rt.log", environment),
        Server(
            [
                *(sys.executable, "-m", "kb.cli", "serve", "--port", str(pinlight_port)),
                *("--bundle", str(bundle_root), "--embed-origin", rt),
            ],
            home / "pinlight.log",
            dict(os.environ),
        ),
    ]
    try:
        servers[0].wait_for(rt)
        servers[1].wait_for(f"{pinlight}/healthz")
        yield Desk(rt, pinlight)
    finally:
        for server in servers:
            server.stop()
