"""What holds for every page in a real browser, told once: it fits, it is accessible, its targets are large, it stands still.

`survey` looks at a page on one load: it is resized and its scheme changed under it, as when a phone is turned or a system
goes dark. Dark differs from light in colours alone, which `survey` proves on each page, so what has no colour is looked at
in light only. Of texts that are alike in colours, size, weight and everything behind them axe measures one on each page: its
contrast is that of the others. Each page is measured whole in light on a phone and in dark on a desk; the other way round
only texts of a kind that no page of this run had before.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Frame, Page

PHONE, DESK, HEIGHT = 390, 1280, 844
# Folds closed at the first; then open at all of them.
WIDTHS = (360, 320, PHONE, 768, DESK)
# Everything that axe knows, best practices too; nothing is excused.
AXE: dict[str, Any] = {"resultTypes": ["violations"]}
# Kinds of text that were measured in this run beside the whole pages.
_seen: dict[str, set[str]] = {"light": set(), "dark": set()}
COLOURS: dict[str, Any] = AXE | {"runOnly": ["color-contrast", "link-in-text-block"]}

# What is tapped, but for links inside a sentence.
TARGETS = """button, input:not([type=hidden]), select, summary, .btn, .chip[href], .door, .choice, .pick, .still, a.list__a,
 .contents a, .side a, .pager__a, .brand, .pins__a, .checks__a, .roles__a, .share__in, .desk-tabs__a, .was__say"""
# 44 px; half a pixel is left for rounding.
_SMALL = """(targets) => [...document.querySelectorAll(targets)]
    .map((e) => [e, e.matches("[type=checkbox], [type=radio]") ? (e.labels[0] ?? e) : e])
    .filter(([e, tapped]) => e.checkVisibility() && tapped.getBoundingClientRect().height < 43.5)
    .map(([e]) => e.outerHTML.slice(0, 120))"""
_WIDE = "document.documentElement.scrollWidth"
_UNFOLD = "document.querySelectorAll('details').forEach((d) => (d.open = true))"
# Marks one element of each kind of text that is to be seen; axe measures the contrast of these.
_KINDS = """(known) => {
    const found = new Map(), behind = new Map();
    const below = (e) => {
        if (!e) return "";
        if (!behind.has(e)) {
            const s = getComputedStyle(e);
            const own = [s.backgroundColor, s.backgroundImage, s.opacity, s.position, s.filter, s.mixBlendMode].join();
            behind.set(e, below(e.parentElement) + (own === "rgba(0, 0, 0, 0),none,1,static,none,normal" ? "" : `,${own}`));
        }
        return behind.get(e);
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const e = texts.currentNode.parentElement;
        if (!texts.currentNode.data.trim() || !e.checkVisibility()) continue;
        const s = getComputedStyle(e), around = e.parentElement ? getComputedStyle(e.parentElement).color : "";
        const kind = [e.matches("a, a *"), s.color, around, s.fontSize, s.fontWeight, s.textShadow, s.textDecorationLine, below(e)].join();
        if (!found.has(kind)) found.set(kind, e);
    }
    known.forEach((kind) => found.delete(kind));
    // A field's text is no text node.
    const fields = known.length ? [] : document.querySelectorAll("input, select, textarea");
    document.querySelectorAll("[data-kind]").forEach((e) => e.removeAttribute("data-kind"));
    [...found.values(), ...fields].forEach((e) => e.setAttribute("data-kind", ""));
    return [...found.keys()];
}"""
_MEASURED = "axe.configure({ rules: [{ id: 'color-contrast', selector: '[data-kind]' }] })"
# What one sees of a page, but for its colours.
_FORM = """() => [...document.querySelectorAll("body, body *")].filter((e) => e.checkVisibility())
    .map((e) => e.getBoundingClientRect()).map((r) => [r.x, r.y, r.width, r.height].map(Math.round).join()).join(";")"""
_MOVED = """window.moved = 0;
new PerformanceObserver((list) => list.getEntries().forEach((e) => (window.moved += e.value)))
    .observe({ type: "layout-shift", buffered: true });"""
_PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(window.moved))))"
_MOVING = """() => document.getAnimations().filter((a) => a.playState === "running" && a.effect.getComputedTiming().duration > 1)
    .map((a) => a.effect.target.outerHTML.slice(0, 120))"""
# By keyboard each is reached in the order of the page, and shows it. One of each class stands for the others.
_UNREACHED = """() => {
    const wrong = [], seen = new Set();
    for (const e of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")) {
        if (!e.checkVisibility({ visibilityProperty: true }) || e.disabled || e.type === "hidden" || e.tabIndex < 0) continue;
        if (e.tabIndex > 0) wrong.push(`out of order: ${e.outerHTML.slice(0, 120)}`);
        const kind = `${e.localName} ${e.type} ${e.className?.baseVal ?? e.className} ${e.parentElement.className}`;
        if (seen.has(kind)) continue;
        seen.add(kind);
        e.focus({ preventScroll: true, focusVisible: true });
        const shown = [e, e.parentElement, e.labels?.[0]].some((x) => x && getComputedStyle(x).outlineStyle !== "none"
            && parseFloat(getComputedStyle(x).outlineWidth) >= 2);
        if (document.activeElement !== e || !shown) wrong.push(`focus not seen: ${e.outerHTML.slice(0, 120)}`);
    }
    document.activeElement?.blur();
    return wrong;
}"""


def violations(target: Page | Frame, options: dict[str, Any] = AXE, known: set[str] | None = None) -> list[str]:
    """Return what axe finds on a page or in a frame; with `known` kinds of text only on others, which become known."""
    if not target.evaluate("'axe' in window"):
        target.evaluate(AXE_SCRIPT)
        target.evaluate(_MEASURED)
    kinds = target.evaluate(_KINDS, sorted(known or ()))
    if known is not None:
        if not kinds:
            return []
        known.update(kinds)
    found = target.evaluate("(options) => axe.run(options).then((r) => r.violations)", options)
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found]


def sideways(page: Page | Frame, width: int) -> list[str]:
    """Return that the page is wider than the screen, if it is."""
    wide = page.evaluate(_WIDE)
    return [f"wider than {width}: {wide}"] if wide > width else []


def wrong(page: Page, url: str, width: int) -> list[str]:
    """Return what is wrong with the page as it stands there: too wide, or against a rule of axe."""
    return [f"{url} at {width}: {fault}" for fault in (*sideways(page, width), *violations(page))]


def small(page: Page | Frame, selector: str = TARGETS) -> list[str]:
    """Return what is tapped and less than 44 px high; a box to tick counts with its label."""
    found: list[str] = page.evaluate(_SMALL, selector)
    return found


def unfold(page: Page) -> None:
    """Open every fold."""
    page.evaluate(_UNFOLD)


def size(page: Page, width: int) -> None:
    """Make the screen that wide."""
    page.set_viewport_size({"width": width, "height": HEIGHT})


def survey(page: Page, urls: Iterable[str]) -> list[str]:
    """Load each page once and return all that is wrong with it, at every width, light and dark."""
    page.add_init_script(_MOVED)
    return [f"{url} {fault}" for url in urls for fault in _faults(page, url)]


def _faults(page: Page, url: str) -> list[str]:
    size(page, WIDTHS[0])
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    page.goto(url)
    found = sideways(page, WIDTHS[0])
    if page.evaluate(_PAINTED) > 0.01:
        found.append("moves while it loads")
    page.emulate_media(reduced_motion="reduce")
    found += [f"moves for somebody who wants no motion: {html}" for html in page.evaluate(_MOVING)]
    unfold(page)
    for width in WIDTHS:
        size(page, width)
        found += sideways(page, width)
        if width == PHONE:
            found += [f"small: {html}" for html in small(page)]
            found += page.evaluate(_UNREACHED)
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            found += [f"with large text {fault}" for fault in sideways(page, width)]
            page.evaluate("document.documentElement.style.fontSize = ''")
        if width in {PHONE, DESK}:
            found += [f"at {width}: {fault}" for fault in _accessible(page, phone=width == PHONE)]
    return found


def _accessible(page: Page, *, phone: bool) -> list[str]:
    found = violations(page) if phone else violations(page, COLOURS, _seen["light"])
    form = page.evaluate(_FORM)
    page.emulate_media(color_scheme="dark")
    if page.evaluate(_FORM) != form:
        found.append("dark differs from light in more than colour")
    dark = violations(page, COLOURS, _seen["dark"]) if phone else violations(page)
    page.emulate_media(color_scheme="light")
    return [*found, *(f"dark: {fault}" for fault in dark)]
