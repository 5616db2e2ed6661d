"""The keeper's token: made once, shown once, kept only as a slow salted hash in a file that only its owner may read.

It stands beside the file of users' data (`Settings.path`), not in it: a copy of the data gives nobody the desk.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

import msgspec

from kb.model.errors import UserDataError

NAME = "desk-token.json"
BYTES = 32  # of chance: 256 bits cannot be guessed at any speed
LONGEST = 200  # characters of a token that somebody tries; hashing more is work for nothing
_MODE = 0o600
# 32 MB and about a tenth of a second a try (Percival, "Stronger key derivation via sequential memory-hard functions",
# 2009, for interactive logins): somebody who gets hold of the hash cannot try fast either.
_N, _R, _P = 2**15, 8, 1
_MEMORY = 64 * 1024 * 1024


class _Kept(msgspec.Struct, frozen=True):
    """What the file holds; the cost stands in it, so that it can be raised later."""

    salt: bytes
    hash: bytes
    n: int
    r: int
    p: int


def path(data: Path) -> Path:
    """Return where the hash of the token stands, beside the file of users' data."""
    return data.parent / NAME


def make(data: Path) -> str:
    """Make a token, keep its hash, return the token; one that was there before is no longer valid.

    Raises UserDataError when the folder cannot be written.
    """
    token, salt = secrets.token_urlsafe(BYTES), secrets.token_bytes(16)
    kept = msgspec.json.encode(_Kept(salt, _hash(token, salt, _N, _R, _P), _N, _R, _P))
    at = path(data)
    part = at.with_suffix(f".{os.getpid()}")
    try:
        at.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        # Made with its mode: at no moment is there a file that others could read.
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE), "wb") as f:
            f.write(kept)
        part.replace(at)
    except OSError as e:
        raise UserDataError(f"{at} cannot be written: {e}. Point PINLIGHT_DATA at a folder that can be written") from e
    return token


def revoke(data: Path) -> bool:
    """Remove the token; return whether there was one. Raises UserDataError when it cannot be removed."""
    try:
        path(data).unlink()
    except FileNotFoundError:
        return False
    except OSError as e:
        raise UserDataError(f"{path(data)} cannot be removed: {e}. Remove it by hand") from e
    return True


def stamp(data: Path) -> str:
    """Return a short name of the present token, empty without one. It says nothing about the token itself."""
    try:
        return hashlib.sha256(path(data).read_bytes()).hexdigest()[:16]
    except OSError:
        return ""


def holds(data: Path, token: str) -> bool:
    """Tell whether this is the token, in the same time for every wrong one. Raises UserDataError for a damaged file."""
    try:
        kept = msgspec.json.decode(path(data).read_bytes(), type=_Kept)
    except FileNotFoundError:
        return False
    except (OSError, msgspec.DecodeError) as e:
        raise UserDataError(f"{path(data)} cannot be read: {e}. Make a new token with `pinlight desk-token`") from e
    if not token or len(token) > LONGEST:
        return False
    return hmac.compare_digest(_hash(token, kept.salt, kept.n, kept.r, kept.p), kept.hash)


def _hash(token: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(token.encode("utf-8", "surrogatepass"), salt=salt, n=n, r=r, p=p, maxmem=_MEMORY)
