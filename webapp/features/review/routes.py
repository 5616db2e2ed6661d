"""`/desk/review`: which page is where. All of it behind the keeper's guard."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint
from werkzeug.wrappers import Response as AnyResponse

from webapp.features.desk.guard import keeper
from webapp.later import Later

bp = Blueprint("review", __name__, template_folder="templates")

# Not even the warm-up loads it: most servers never import.
_HANDLERS = Later("webapp.features.review.handlers")
# Method, address, endpoint, function of handlers.py.
_PAGES = (
    ("GET", "/desk/review", "drafts", "overview"),
    ("POST", "/desk/review/import", "upload", "upload"),
    ("GET", "/desk/review/import/<job_id>", "job", "job"),
    ("POST", "/desk/review/import/<job_id>", "dismiss", "dismiss"),
    ("GET", "/desk/review/<name>", "draft", "draft"),
    ("POST", "/desk/review/<name>", "decided", "decided"),
    ("POST", "/desk/review/<name>/head", "fill", "fill"),
    ("POST", "/desk/review/<name>/publish", "published", "published"),
    ("GET", "/desk/review/<name>/page/<page>", "page", "page"),
    ("GET", "/desk/review/<name>/compare/<manual>", "compare", "compare"),
)


def _late(name: str) -> Callable[..., AnyResponse]:
    """Return a view that loads the importer when a keeper first comes: it is a quarter of what a start would wait for."""

    def view(**values: str) -> AnyResponse:
        from kb.importing.errors import ImportError_
        from kb.importing.review import ReviewError

        try:
            answer: AnyResponse = getattr(_HANDLERS, name)(**values)
        except (ReviewError, ImportError_) as e:
            refused: AnyResponse = _HANDLERS.cannot(e)
            return refused
        return answer

    view.__name__ = name
    return keeper(view)


for _method, _address, _endpoint, _name in _PAGES:
    bp.add_url_rule(_address, _endpoint, _late(_name), methods=[_method])
