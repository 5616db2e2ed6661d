"""The manifest of a bundle: what it was built from, and the SHA-256 of every file in it."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from kb.model.errors import BundleError

# Raised whenever the tables, the index, the statements or the export of the encoder (kb.bundle.export.RECIPE) change: an
# older bundle is rebuilt, never read.
SCHEMA_VERSION = 14
NAME = "manifest.json"
_TOOLS = ("numpy", "faiss-cpu", "onnxruntime", "tokenizers", "markdown-it-py", "msgspec")


class FileEntry(msgspec.Struct, frozen=True):
    """One file of the bundle."""

    sha256: str
    bytes: int


class Manifest(msgspec.Struct, frozen=True):
    """What a bundle was built from."""

    schema_version: int
    corpus_sha256: str
    model: str
    model_sha256: str
    precision: str
    dimension: int
    counts: dict[str, int]
    tools: dict[str, str]
    files: dict[str, FileEntry]
    built_at: str

    @property
    def version(self) -> str:
        """Short name of the content, for ETags: same corpus, model and schema, same name."""
        seed = f"{self.schema_version}\0{self.corpus_sha256}\0{self.model_sha256}\0{self.precision}"
        return hashlib.sha256(seed.encode()).hexdigest()[:16]


def tool_versions() -> dict[str, str]:
    """Return the versions of the libraries that shape a bundle."""
    from importlib import metadata  # needed to build; reading a bundle would wait for it in vain

    return {name: metadata.version(name) for name in _TOOLS}


def digest(path: Path) -> FileEntry:
    """Return size and SHA-256 of a file."""
    with path.open("rb") as f:
        return FileEntry(hashlib.file_digest(f, "sha256").hexdigest(), path.stat().st_size)


def read(folder: Path) -> Manifest:
    """Read a bundle's manifest. Raises BundleError when it is missing, damaged or of another version."""
    path = folder / NAME
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except FileNotFoundError:
        raise BundleError(f"{folder}: no knowledge base here. Run `pinlight build`") from None
    except (msgspec.DecodeError, OSError, UnicodeDecodeError) as e:
        raise BundleError(f"{path}: the manifest is damaged ({e}). Run `pinlight build`") from e
    if manifest.schema_version != SCHEMA_VERSION:
        raise BundleError(
            f"{folder}: built with schema {manifest.schema_version}, this is schema {SCHEMA_VERSION}. Run `pinlight build`"
        )
    return manifest


def verify(folder: Path) -> Manifest:
    """Read the manifest and check every file against it. Raises BundleError naming the first file that differs."""
    manifest = read(folder)
    # Two at a time: hashing leaves the interpreter alone, and a start waits for it.
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(_digest_if_any, [folder / name for name in manifest.files])
        for (name, expected), entry in zip(manifest.files.items(), found, strict=True):
            if entry is None:
                raise BundleError(f"{folder / name}: missing from the knowledge base. Run `pinlight build`")
            if entry != expected:
                raise BundleError(f"{folder / name}: the file was altered after it was built. Run `pinlight build`")
    return manifest


def _digest_if_any(path: Path) -> FileEntry | None:
    return digest(path) if path.is_file() else None
