"""One edge where errors become answers: JSON of one shape for programs, a page in plain words for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import structlog
from flask import Flask, Response, g, jsonify, request
from werkzeug.exceptions import HTTPException

from kb.calc.errors import BadInput, CalcError
from kb.model.errors import BundleError, NotFoundError, QueryError, UserDataError
from webapp.page import Page, render, shell

_log = structlog.get_logger("pinlight.web")


@dataclass(frozen=True)
class Said:
    """An error as it is told: HTTP status, a stable code, what happened, and what to do."""

    status: int
    code: str
    message: str
    todo: str


_HTTP: dict[int, Said] = {
    400: Said(400, "bad_request", "The request could not be read.", "Go back and try again with plain words."),
    401: Said(401, "no_token", "This is for the keeper of this Pinlight.", "Log in at /desk/login, or send the token."),
    403: Said(403, "forbidden", "This may not be asked from here.", "Open the page on this host and try again."),
    404: Said(404, "not_found", "There is nothing at this address.", "Search for it, or start at the home page."),
    405: Said(405, "method_not_allowed", "This address does not take that method.", "Use one of those in Allow."),
    413: Said(413, "too_large", "That is more than can be taken in at once.", "Send less."),
    414: Said(414, "too_long", "The address is too long.", "Use fewer words."),
    415: Said(415, "not_json", "The body is not sent as JSON.", "Send it with Content-Type: application/json."),
    429: Said(429, "too_many_requests", "Too many searches from this address.", "Wait a minute, then search again."),
    431: Said(431, "too_large", "The request headers are too large.", "Send less."),
    500: Said(
        500,
        "internal",
        "Something went wrong on our side.",
        "Try again. If it happens again, tell the operator the request number.",
    ),
}


@dataclass(frozen=True, kw_only=True)
class ErrorPage(Page):
    """What happened and what to do, with the number that finds it in the log."""

    template: ClassVar[str] = "error.html"
    status: int
    message: str
    todo: str
    request_id: str


def init_app(app: Flask) -> None:
    """Map every exception class that may leave a view."""
    app.register_error_handler(BundleError, _bundle)
    app.register_error_handler(NotFoundError, _not_found)
    app.register_error_handler(QueryError, _query)
    app.register_error_handler(UserDataError, _user_data)
    app.register_error_handler(BadInput, _bad_input)
    app.register_error_handler(CalcError, _calculation)
    app.register_error_handler(HTTPException, _http)
    if not app.testing:
        # In tests nothing is swallowed.
        app.register_error_handler(Exception, _unexpected)


def answer(said: Said) -> Response:
    """Return an error in the form that the asker understands."""
    if request.path.startswith(("/api/", "/healthz")):
        response = jsonify({"error": {"code": said.code, "message": said.message, "todo": said.todo}})
        response.status_code = said.status
    else:
        response = render(
            ErrorPage(
                title=said.message.rstrip("."),
                shell=shell(),
                status=said.status,
                message=said.message,
                todo=said.todo,
                request_id=g.get("request_id", ""),
            ),
            said.status,
        )
    response.headers["Cache-Control"] = "no-store"
    return response


def _bundle(e: BundleError) -> Response:
    _log.error("bundle", problem=str(e))
    return answer(
        Said(
            503, "no_knowledge_base", "The knowledge base cannot be opened.", f"The operator finds the reason here: {e}"
        )
    )


def _not_found(e: NotFoundError) -> Response:
    # KeyError-like classes quote their text in str(); the first argument is the sentence itself.
    return answer(Said(404, "not_found", _sentence(e), "Search for it, or start at the home page."))


def _query(e: QueryError) -> Response:
    return answer(Said(400, "bad_query", _sentence(e), "Change the question or the filter and try again."))


def _user_data(e: UserDataError) -> Response:
    _log.error("users' data", problem=str(e))
    return answer(Said(503, "no_user_data", "What people told cannot be kept or shown now.", "Try again in a minute."))


def _bad_input(e: BadInput) -> Response:
    return answer(Said(422, "bad_input", _sentence(e), "Change that input and try again."))


def _calculation(e: CalcError) -> Response:
    _log.error("calculation", path=request.path, problem=str(e))
    return answer(Said(422, "cannot_calculate", _sentence(e), "Try other inputs, or tell the operator."))


def _sentence(e: Exception) -> str:
    text = str(e.args[0] if e.args else e).strip()
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _http(e: HTTPException) -> Response:
    status = e.code or 500
    if status in {301, 302, 303, 307, 308}:
        return Response(e.get_body(), status, e.get_headers())
    said = _HTTP.get(status) or Said(status, "error", f"{e.name}.", "Go back and try again.")
    response = answer(said)
    for name, value in e.get_headers():
        if name in {"Allow", "Retry-After", "WWW-Authenticate"}:
            response.headers[name] = value
    return response


def _unexpected(e: Exception) -> Response:
    _log.error("unexpected", path=request.path, id=g.get("request_id", ""), exc_info=e)
    return answer(_HTTP[500])
