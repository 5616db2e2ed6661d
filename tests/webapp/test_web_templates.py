from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import jinja2
import pytest
from jinja2 import meta

import webapp
from kb.model.facts import KINDS
from webapp.page import Fragment, Page

# Names that a template hands to the ones it includes; all else comes from the page's dataclass.
HANDED = {
    "card",
    "cards",
    "group",
    "groups",
    "h",
    "lead",
    "grouped",
    "lines",
    "shown",
    "places",
    "conflicts",
    "icon",
    "dispute",
    "face",
    "switches",
    "asked",
}


def every(base):
    for cls in base.__subclasses__():
        yield cls
        yield from every(cls)


PAGES = [c for c in (*every(Page), *every(Fragment)) if c.__module__.startswith("webapp.")]
TEMPLATES = sorted(
    str(p.relative_to(folder))
    for folder in Path(webapp.__file__).parent.rglob("templates")
    for p in folder.rglob("*.html")
)


def used(env: jinja2.Environment, name: str, seen: set[str]) -> set[str]:
    """Return the names that a template and its static parents and parts ask for."""
    if name in seen:
        return set()
    seen.add(name)
    source, _, _ = env.loader.get_source(env, name)
    tree = env.parse(source)
    found = meta.find_undeclared_variables(tree) - set(env.globals)
    for other in meta.find_referenced_templates(tree):
        if other:
            found |= used(env, other, seen)
    return found


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_compiles(app, name):
    """No template has an error that only one rare page would show."""
    assert app.jinja_env.get_template(name)


@pytest.mark.parametrize("cls", PAGES, ids=lambda c: c.__name__)
def test_a_template_uses_exactly_its_pages_fields(app, cls):
    """A template asks for nothing that its dataclass lacks, and the dataclass carries nothing unused."""
    wanted = used(app.jinja_env, cls.template, set())
    have = {f.name for f in fields(cls)}
    assert wanted - have <= HANDED
    assert have <= wanted


def test_a_page_gets_exactly_its_fields(app, client, monkeypatch):
    """The template receives the dataclass's fields by name: no request, no session, no configuration."""
    seen = []
    original = jinja2.Template.render

    def spy(self, *args, **kwargs):
        seen.append((self.name, set(args[0]) | set(kwargs)))
        return original(self, *args, **kwargs)

    monkeypatch.setattr(jinja2.Template, "render", spy)
    for url in ("/", "/search?q=lamp", "/conflicts", "/nope", "/lights"):
        client.get(url)
    by_template = {c.template: {f.name for f in fields(c)} for c in PAGES}
    assert len(seen) == 5
    for name, got in seen:
        assert got == by_template[name]
    assert not {"request", "session", "g", "config"} & set(app.jinja_env.globals)


@pytest.mark.parametrize("kind", [*KINDS, "passage"])
def test_every_kind_has_its_card(kind):
    """A fact kind without a card, or without rows, would fail on the first page that shows it."""
    assert f"cards/{kind}.html" in TEMPLATES
    if kind != "passage":
        assert f"rows/{kind}.html" in TEMPLATES


def test_no_template_marks_text_as_safe():
    """Only the marking function makes markup; a template never switches escaping off."""
    for path in Path(webapp.__file__).parent.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "|safe" not in text.replace(" ", ""), path
        assert "autoescape false" not in text, path
