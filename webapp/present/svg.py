"""A small SVG writer: elements are built as a tree and serialised, so that nothing a manual says can become markup."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from markupsafe import Markup

Value = str | int | float


def svg(width: float, height: float, css: str) -> ET.Element:
    """Return a drawing of this size, hidden from readers: the table beside it says the same in words."""
    return ET.Element(
        "svg",
        {"viewBox": f"0 0 {_text(width)} {_text(height)}", "class": css, "aria-hidden": "true", "focusable": "false"},
    )


def add(parent: ET.Element, tag: str, css: str = "", *, text: str = "", **attributes: Value) -> ET.Element:
    """Add an element. Underscores in attribute names become dashes: `stroke_dasharray` → `stroke-dasharray`."""
    said = {name.rstrip("_").replace("_", "-"): _text(value) for name, value in attributes.items()}
    if css:
        said["class"] = css
    element = ET.SubElement(parent, tag, said)
    if text:
        element.text = text
    return element


def markup(element: ET.Element) -> Markup:
    """Serialise a drawing. The serialiser escapes every text and attribute; that is the defence."""
    return Markup(ET.tostring(element, encoding="unicode"))  # noqa: S704 - see above: nothing unescaped gets here


def _text(value: Value) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
