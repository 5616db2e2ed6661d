"""The settings of the second database, read from the environment. All have a default; a wrong one is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kb.bundle import swap
from kb.model.errors import UserDataError

KEEP_DAYS = 400  # a year and a month: a season can be compared with the one before
HALF_LIFE = 180  # days after which an outcome counts half: devices, firmware and seasons change
_ON = frozenset({"1", "on", "yes", "true"})
_OFF = frozenset({"0", "off", "no", "false"})


@dataclass(frozen=True)
class Settings:
    """Where the file is, whether outcomes change priors, after how many days one counts half, how long all is kept.

    `feedback`: whether cards ask if they were right, and searches without an answer are kept.
    """

    path: Path
    learn: bool = False
    half_life: float = HALF_LIFE
    keep_days: int = KEEP_DAYS
    feedback: bool = True

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> Settings:
        """Read the environment. Raises UserDataError for a value that is none."""
        path = Path(environ.get("PINLIGHT_DATA") or default_path(environ))
        return cls(
            path=path,
            learn=_switch(environ, "PINLIGHT_LEARN", default=False),
            half_life=_days(environ, "PINLIGHT_LEARN_HALF_LIFE", HALF_LIFE),
            keep_days=_days(environ, "PINLIGHT_KEEP_DAYS", KEEP_DAYS),
            feedback=_switch(environ, "PINLIGHT_FEEDBACK", default=True),
        )


def default_path(environ: Mapping[str, str]) -> Path:
    """Return user.sqlite beside the folder of the bundle."""
    bundle = environ.get("PINLIGHT_BUNDLE")
    return (Path(bundle) if bundle else swap.default_root()).parent / "user.sqlite"


def _switch(environ: Mapping[str, str], name: str, *, default: bool) -> bool:
    said = environ.get(name, "").strip().lower()
    if not said:
        return default
    if said not in _ON | _OFF:
        raise UserDataError(f"{name} is {said!r}. Write on or off ({'on' if default else 'off'} when it is not set)")
    return said in _ON


def _days(environ: Mapping[str, str], name: str, default: int) -> int:
    said = environ.get(name, "").strip()
    if not said:
        return default
    if not said.isdecimal() or int(said) < 1:
        raise UserDataError(
            f"{name} is {said!r}. Write a whole number of days, at least 1 ({default} when it is not set)"
        )
    return int(said)
