"""What the keeper's token costs in earnest; what it opens is tests/webapp/test_web_desk.py's matter."""

from __future__ import annotations

import msgspec

from kb.userdata import token

MEMORY = 32 * 1024 * 1024


def test_a_try_costs_memory_and_the_cost_stands_in_the_file(tmp_path):
    """Each try takes 32 MB (128 bytes times n times r, RFC 7914), by what the file says, and opens with its token alone."""
    data = tmp_path / "user.sqlite"
    key = token.make(data)
    kept = msgspec.json.decode(token.path(data).read_bytes())
    assert 128 * kept["n"] * kept["r"] >= MEMORY
    assert token.holds(data, key)
    assert not token.holds(data, key + "x")
