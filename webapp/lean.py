"""What a start does not wait for. Import this before anything that imports structlog.

structlog's console renderer takes rich and pygments along wherever they are installed (a quarter of all that a start imports),
to print tracebacks in colour. The server writes them plain; whoever imports rich afterwards gets it.
"""

from __future__ import annotations

import sys

if "rich" not in sys.modules and "structlog" not in sys.modules:
    sys.modules["rich"] = None  # type: ignore[assignment]  # what stands for "there is no such module"
    try:
        import structlog  # noqa: F401
    finally:
        del sys.modules["rich"]
