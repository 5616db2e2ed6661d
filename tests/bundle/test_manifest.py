"""A damaged knowledge base is never read: the error names the file and what to do."""

from __future__ import annotations

import json

import msgspec
import pytest

from kb.bundle import manifest, swap
from kb.bundle.store import open_bundle
from kb.model.errors import BundleError

FILES = (
    "model.onnx",
    "tokenizer.json",
    "vectors.faiss",
    "nearest.onnx",
    "lexical-terms.json",
    "lexical.npz",
    "kb.sqlite",
)


@pytest.fixture
def folder(glow_home):
    """The version in use, to be damaged."""
    return swap.current(glow_home.bundle)


def refused(home, *said: str) -> None:
    """Opening fails with these words, and with what to do."""
    with pytest.raises(BundleError) as error:
        open_bundle(home.bundle)
    for words in (*said, "Run `pinlight build`"):
        assert words in str(error.value)


def test_the_manifest_names_every_file(folder):
    """What is in the folder and what the manifest lists are the same; nothing goes unchecked."""
    listed = manifest.read(folder).files
    assert set(listed) == set(FILES) == {p.name for p in folder.iterdir()} - {manifest.NAME}


@pytest.mark.parametrize("name", FILES)
def test_a_flipped_bit_is_found(glow_home, folder, flip, name):
    """One changed bit in any file stops the opening and names the file."""
    flip(folder / name)
    refused(glow_home, str(folder / name), "altered")


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_found(glow_home, folder, name):
    """A file that is gone is named."""
    (folder / name).unlink()
    refused(glow_home, str(folder / name), "missing")


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_short_is_found(glow_home, folder, name):
    """A file of which only the beginning was written is named."""
    raw = (folder / name).read_bytes()
    (folder / name).write_bytes(raw[: len(raw) // 2])
    refused(glow_home, str(folder / name), "altered")


def test_a_flipped_bit_in_the_manifest_is_no_traceback(glow_home, folder):
    """Whatever bit of the manifest changes, the bundle opens or is refused with a sentence; no other error comes through."""
    path = folder / manifest.NAME
    raw = path.read_bytes()
    refusals = []
    for place in range(0, len(raw), 7):
        path.write_bytes(raw[:place] + bytes([raw[place] ^ 0x01]) + raw[place + 1 :])
        try:
            manifest.verify(folder)
        except BundleError as e:
            refusals.append(str(e))
    assert refusals
    assert all("Run `pinlight build`" in said for said in refusals)


@pytest.mark.parametrize("raw", [b"", b"not json", b"[]", b"{}", b'{"schema_version": "one"}', b"\xff\xfe{}", b"null"])
def test_a_manifest_that_is_none_is_refused(glow_home, folder, raw):
    """An empty, foreign or half-written manifest is named as damaged."""
    (folder / manifest.NAME).write_bytes(raw)
    refused(glow_home, str(folder / manifest.NAME), "damaged")


def test_no_manifest_is_no_knowledge_base(glow_home, folder):
    """A folder without manifest is not read."""
    (folder / manifest.NAME).unlink()
    refused(glow_home, str(folder))


@pytest.mark.parametrize("version", [manifest.SCHEMA_VERSION - 1, manifest.SCHEMA_VERSION + 1])
def test_another_schema_is_rebuilt_not_read(glow_home, folder, version):
    """A bundle of an older or newer schema is refused with both numbers, and a build replaces it."""
    path = folder / manifest.NAME
    path.write_bytes(json.dumps({**json.loads(path.read_bytes()), "schema_version": version}).encode())
    refused(glow_home, f"schema {version}", f"schema {manifest.SCHEMA_VERSION}")


@pytest.mark.parametrize(
    "name", ["../evil", "/etc", "..", ".", "", "v-1/../..", "v-nowhere", "encoders/../v-1", "..\\evil", "\x00"]
)
def test_a_pointer_leads_nowhere_but_to_a_version(glow_home, name):
    """A pointer to a missing version, or out of the folder, is refused and named; the path it gives is not opened."""
    (glow_home.bundle.parent / "evil").mkdir()
    (glow_home.bundle / swap.POINTER).write_text(name, encoding="utf-8")
    refused(glow_home, str(glow_home.bundle / swap.POINTER))


@pytest.mark.parametrize("raw", [b"\xff\xfe", "v-é".encode()])
def test_a_pointer_that_is_no_text_is_refused(glow_home, raw):
    """A pointer that holds no ASCII is named."""
    (glow_home.bundle / swap.POINTER).write_bytes(raw)
    refused(glow_home, str(glow_home.bundle / swap.POINTER))


def test_no_bundle_says_how_to_get_one(tmp_path):
    """An empty or missing folder, or a file in its place, is answered with the command that builds."""
    (tmp_path / "file").write_text("")
    for root in (tmp_path, tmp_path / "nowhere", tmp_path / "file"):
        with pytest.raises(BundleError, match=r"no knowledge base yet\. Run `pinlight build`"):
            open_bundle(root)


def test_names_of_files_in_the_manifest_stay_inside(glow_home, folder):
    """A manifest that lists a file outside its folder is refused like any altered one."""
    read = manifest.read(folder)
    outside = glow_home.folder / "outside"
    outside.write_bytes(b"x")
    files = {**read.files, "../../outside": manifest.FileEntry("0" * 64, 1)}
    (folder / manifest.NAME).write_bytes(msgspec.json.encode(msgspec.structs.replace(read, files=files)))
    refused(glow_home, "outside")


def test_the_version_names_the_content(glow_home, folder):
    """Same corpus, model and schema: same name, whenever it was built; another corpus: another name."""
    read = manifest.read(folder)
    assert msgspec.structs.replace(read, built_at="never").version == read.version
    for field in ("corpus_sha256", "model_sha256", "precision"):
        assert msgspec.structs.replace(read, **{field: "other"}).version != read.version
    assert msgspec.structs.replace(read, schema_version=0).version != read.version
