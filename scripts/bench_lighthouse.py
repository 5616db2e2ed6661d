"""Lighthouse over the main pages, mobile preset: performance, accessibility, best practices. Needs Node; never part of the tests.

Lighthouse is installed once from npm into build/lighthouse. The server runs as `scripts/serve` runs it. Run it by
`scripts/bench lighthouse`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import bench_build
import pinlight_browser

from kb.bundle import swap
from kb.bundle.store import KnowledgeBase, open_bundle

VERSION = "12.8.2"
HOME = Path(__file__).resolve().parents[1] / "build" / "lighthouse"
GOALS = {"performance": 95, "accessibility": 100, "best-practices": 100}
CHROME = "--headless=new --no-sandbox --disable-gpu"
GIVE_UP_S = 300
FULL = 100


def main() -> int:
    """Measure and print; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(
        prog="scripts/bench lighthouse", description=(__doc__ or "").split("\n", maxsplit=1)[0]
    )
    parser.add_argument("--page", action="append", default=[], metavar="PATH", help="measure these addresses instead")
    parser.add_argument("--desktop", action="store_true", help="the desktop preset instead of the mobile one")
    args = parser.parse_args()
    command = _lighthouse()
    browser = os.environ.get("PINLIGHT_CHROMIUM") or pinlight_browser.ensure()
    pages = args.page or list(_pages(open_bundle(swap.default_root())))
    port = bench_build.free_port()
    serve = [
        sys.executable,
        "-c",
        "import sys; from webapp.server import serve; serve(port=int(sys.argv[1]))",
        str(port),
    ]
    server = subprocess.Popen(serve, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    missed = False
    try:
        if server.stdout is not None:
            server.stdout.readline()
        print(f"{'':44}" + "".join(f"{name:>16}" for name in GOALS))
        for page in pages:
            report = _measure(command, browser, f"http://127.0.0.1:{port}{page}", desktop=args.desktop)
            missed |= _print(page, report)
    finally:
        server.terminate()
        server.wait()
    return int(missed)


def _pages(kb: KnowledgeBase) -> dict[str, None]:
    """Home, results, a connector, a LED finder and the troubleshooter, of the device with most facts."""
    device = max(kb.devices, key=lambda d: sum(1 for _ in kb.select(device=d)))
    alarm = next(kb.select("alarm", device))
    socket = kb.devices[device].connectors[0].name
    from webapp import Config, create_app
    from webapp.present import links

    with create_app(Config()).test_request_context("/"):
        found = ["/", f"/search?q={getattr(alarm, 'code', '') or alarm.id}", links.connector_url(device, socket)]
        found += [links.leds_url(device), links.trouble_url(device)]
    return dict.fromkeys(u for u in found if u)


def _lighthouse() -> list[str]:
    """Return the command, installed on first use."""
    name = HOME / "node_modules" / ".bin" / ("lighthouse.cmd" if os.name == "nt" else "lighthouse")
    if not name.exists():
        npm = shutil.which("npm")
        if npm is None:
            raise SystemExit("Lighthouse needs Node and npm; they are not here.")
        HOME.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [npm, "install", "--no-audit", "--no-fund", "--prefix", HOME, f"lighthouse@{VERSION}"], check=True
        )
    return [str(name)]


def _measure(command: list[str], browser: str, url: str, *, desktop: bool) -> dict[str, Any]:
    said = [
        *command,
        url,
        "--quiet",
        "--output=json",
        f"--chrome-flags={CHROME}",
        f"--only-categories={','.join(GOALS)}",
    ]
    if desktop:
        said.append("--preset=desktop")
    done = subprocess.run(
        said, env={**os.environ, "CHROME_PATH": browser}, capture_output=True, text=True, timeout=GIVE_UP_S, check=False
    )
    if done.returncode:
        raise SystemExit(f"Lighthouse failed on {url}:\n{done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _print(page: str, report: dict[str, Any]) -> bool:
    """Print one page's scores and what cost points; return whether a goal was missed."""
    scores = {name: round(FULL * (report["categories"][name]["score"] or 0)) for name in GOALS}
    print(f"{page[:44]:44}" + "".join(f"{s:>16}" for s in scores.values()), flush=True)
    low = [name for name, goal in GOALS.items() if scores[name] < goal]
    for name in low:
        for ref in report["categories"][name]["auditRefs"]:
            audit = report["audits"][ref["id"]]
            if ref["weight"] and audit["score"] is not None and audit["score"] < 1:
                print(f"    {name}: {audit['title']} {audit.get('displayValue', '')}".rstrip())
    return bool(low)


if __name__ == "__main__":
    sys.exit(main())
