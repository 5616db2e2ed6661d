"""`/calculators` and `/calculator/<id>`: a form whose inputs are the address, so that a link keeps them.

With `X-Fragment: worked` a calculator's address gives only what comes out: JSON with the markup, or the field that was wrong.
"""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response, request

from kb.calc.errors import BadInput, CalcError
from kb.calc.registry import run
from kb.calc.result import CalculatorInfo, Outcome
from webapp import bundle
from webapp.features.calculators import ask, data, view
from webapp.features.calculators.pages import CalculatorPage, CalculatorsPage, WorkedFragment
from webapp.features.search.ask import device_of
from webapp.page import render, shell
from webapp.present import links

bp = Blueprint("calculators", __name__, template_folder="templates")


@bp.get("/calculators")
def calculators() -> Response:
    """List the calculators, all or those of one device."""
    snapshot = bundle.current()
    kb, chosen = snapshot.kb, device_of(snapshot, request.args)
    device = links.device_link(kb, chosen) if chosen else None
    title = f"Work it out {device.short if device else ''}".strip()
    return render(
        CalculatorsPage(
            title=f"{title} – Pinlight",
            shell=shell(),
            device=device,
            shelves=view.shelves(kb, chosen),
            others=view.by_device(kb, chosen),
        )
    )


@bp.get("/calculators/data.json")
def figures() -> Response:
    """Serve what static/js/calc.js works with when there is no server: facts, fields, and how sources are shown."""
    return Response(data.encoded(bundle.current()), mimetype="application/json")


@bp.get("/calculator/<calculator_id>")
def calculator(calculator_id: str) -> Response:
    """Show one calculator, worked out when the address holds its inputs or it needs none."""
    kb = bundle.current().kb
    found = ask.calculator_of(kb, calculator_id)
    info = found.info(kb)
    names = {i.name for i in info.inputs}
    # Names of others, such as the tags of a newsletter's links, are none of ours.
    given = {name: value for name, value in ask.from_query(request.args).items() if name in names}
    outcome: Outcome | None = None
    wrong: BadInput | None = None
    problem = ""
    if given or not any(i.required for i in info.inputs):
        try:
            outcome = run(kb, found.id, given)
        except BadInput as e:
            # A form that nobody has filled in yet has no mistakes.
            wrong = e if given else None
        except CalcError as e:
            problem = f"{e}."
    told = {name: value for name, value in given.items() if value}
    came_out = WorkedFragment(
        worked=view.worked(kb, outcome) if outcome is not None else None,
        problem=problem,
        link=view.calculator_url(info.id, told),
        json_url=view.calculator_url(info.id, told, "api_calculators.calculator"),
    )
    if request.headers.get("X-Fragment") == "worked":
        return _fragment(came_out, info, wrong)
    return render(
        CalculatorPage(
            title=f"{info.title} – Pinlight",
            shell=shell(),
            id=info.id,
            heading=info.title,
            about=info.about,
            devices=tuple(links.device_link(kb, d) for d in info.devices),
            fields=view.form(info, given, wrong, outcome),
            styles=("calculator.css",),
            scripts=("calculator.js",),
            worked=came_out.worked,
            problem=problem,
            link=came_out.link,
            json_url=came_out.json_url,
            rules=tuple(view.rules(kb, info.rules)),
        )
    )


def _fragment(came_out: WorkedFragment, info: CalculatorInfo, wrong: BadInput | None) -> Response:
    """Answer with the markup, or with the field that was wrong and what is said there."""
    field = next((i for i in info.inputs if wrong is not None and i.name == wrong.name), None)
    error = {"name": field.name, "message": view.mistake(field, str(wrong))} if field else None
    html = render(came_out).get_data(as_text=True) if wrong is None else ""
    return Response(msgspec.json.encode({"html": html, "error": error}), mimetype="application/json")
