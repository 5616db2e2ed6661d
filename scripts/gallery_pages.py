"""The pages of the gallery, each taken once on a phone and once on a desk, one light and one dark. Run by `scripts/gallery`."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright
from waitress.server import create_server

from webapp import Config, create_app

FOLDER = Path(__file__).resolve().parents[1] / "webapp" / "gallery"
PAGES = {
    "home": "/",
    "search": "/search?q=red+light+flashing+sr48100h",
    "leds": "/leds/sr48100h?lamp=ALM::flash",
    "connector": "/connector/sr48100h/link-in?pin=4",
    "cable": "/cable/sr48100h/victron?packs=4",
    "alarm": "/alarm/sr48100h/cuvp",
    "trouble": "/trouble/sr48100h?role=installer&problem=sr48100h-communication&danger=no&brand=victron",
    "calculator": "/calculator/sr48100h-bank?packs=6",
}
SIZES = {"phone": (390, 844), "desk": (1280, 800)}


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    server = create_server(create_app(Config()), host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    site = f"http://127.0.0.1:{server.effective_port}"
    with sync_playwright() as playwright:
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("PINLIGHT_CHROMIUM") or None, args=["--no-sandbox"] if root else []
        )
        for size, (width, height) in SIZES.items():
            for scheme in ("light", "dark"):
                # A lamp that blinks would be dark in half of the pictures: with less motion it is shown lit, with its rhythm.
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme=scheme,
                    reduced_motion="reduce",
                    service_workers="block",
                )
                page = context.new_page()
                for name, address in PAGES.items():
                    page.goto(site + address)
                    page.screenshot(path=folder / f"{name}-{size}-{scheme}.png")
                context.close()
        browser.close()
    server.trigger.pull_trigger(server.close)
    print(f"{len(PAGES) * len(SIZES) * 2} pictures in {folder}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
