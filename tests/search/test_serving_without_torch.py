"""Serving needs no torch: neither its seconds of start-up nor its hundreds of megabytes. Nor the exact vectors' index, nor the importer."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
from pathlib import Path
from kb.bundle.store import open_bundle
from kb.search.engine import Engine
from webapp import Config, create_app

root = Path(sys.argv[1])
answer = Engine(open_bundle(root)).search("victron can cable which pins")
assert answer.results
client = create_app(Config(root=root)).test_client()
for page in ("/", "/search?q=COVP", "/api/v1/search?q=COVP"):
    assert client.get(page).status_code == 200, page
late = [m for m in sys.modules if m.startswith("kb.importing") or m == "webapp.features.review.handlers"]
assert not late, late
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""
BUILD_ONLY = {"torch", "transformers", "sentence_transformers", "onnx", "onnxscript", "sklearn", "scipy", "faiss"}


def test_search_and_web_app_load_no_torch(bundle_root):
    """Opening a bundle, searching and serving pages load nothing that only a build needs, nor what only a keeper needs."""
    ran = subprocess.run([sys.executable, "-c", CODE, str(bundle_root)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert set(ran.stdout.split()) & BUILD_ONLY == set()
