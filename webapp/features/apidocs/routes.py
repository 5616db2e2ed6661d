"""`/api`: the documentation of the interface. `/llms.txt`: where machines that read texts find what is here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from kb.bundle.store import KnowledgeBase
from webapp import bundle
from webapp.api.data import API_VERSION
from webapp.api.edge import LINK
from webapp.config import of_app
from webapp.later import later
from webapp.page import render, shell
from webapp.present import links

if TYPE_CHECKING:
    from webapp.features.apidocs import pages, view
else:
    view = later("webapp.features.apidocs.view")
    pages = later("webapp.features.apidocs.pages")

bp = Blueprint("apidocs", __name__, template_folder="templates")

_ABOUT = (
    "> What the light means, which pin is which, and what to do next: facts read from equipment manuals, each with manual, "
    "edition, section and lines. Where manuals disagree, both readings are told; where they are silent, so are the facts."
)
_CITE = 'Cite the source that comes with each fact. `certainty` other than "certain" means that the print was damaged.'


@bp.get("/api")
def page() -> Response:
    """Serve the documentation; the examples are answered by this server."""
    kb = bundle.current().kb
    host = request.host_url.rstrip("/")
    response = render(
        pages.ApiPage(
            title="For programs – Pinlight",
            shell=shell(),
            styles=("apidocs.css",),
            description=f"{host}/api/v1/openapi.json",
            version=API_VERSION,
            sections=tuple(view.sections(kb, host)),
            faults=tuple(view.faults()),
            fault=view.fault(kb),
            rate=of_app().search_rate.replace("/", " a "),
            origins=of_app().api_origins,
        )
    )
    response.headers["Link"] = LINK
    return response


@bp.get("/llms.txt")
def llms() -> Response:
    """Serve what is here as Markdown (llmstxt.org)."""
    return Response(_llms(bundle.current().kb), mimetype="text/plain")


def _llms(kb: KnowledgeBase) -> str:
    lines = [
        "# Pinlight",
        "",
        _ABOUT,
        "",
        f"Knowledge base {kb.manifest.version}: {len(kb.facts)} facts from {len(kb.manuals)} manuals about {len(kb.devices)} devices.",
        _CITE,
        "",
        "## Data",
        "",
        "- [All facts, JSON](/api/v1/facts): filter by kind, device, manual",
        "- [All facts, CSV](/api/v1/facts?format=csv): the same as a table",
        "- [Search](/api/v1/search?q=): a question in words, the answer with its source, or that the manuals do not hold it",
        "- [Where manuals disagree](/api/v1/conflicts): both readings and what to do",
        "- [OpenAPI 3.1](/api/v1/openapi.json): every operation with its types",
        "- [Documentation](/api): for people",
        "",
        "## Manuals",
        "",
        *(f"- [{m.title}](/api/v1/manuals/{m.id}): {_edition(m.edition)}, {m.maker}" for m in kb.manuals.values()),
        "",
        "## Devices",
        "",
        *(f"- [{d.name}](/api/v1/facts?device={d.id}): {d.type}" for d in kb.devices.values()),
        "",
        "## Optional",
        "",
        *(f"- [{d.name}](/device/{d.id}): page for people" for d in kb.devices.values()),
        *(
            f"- [Lamps of {d.name}](/leds/{d.id}): page for people"
            for d in kb.devices.values()
            if links.leds_url(d.id) and d.panel.lamps
        ),
    ]
    return "\n".join(lines) + "\n"


def _edition(edition: str) -> str:
    return "edition not stated" if edition == "not stated" else f"edition {edition}"
