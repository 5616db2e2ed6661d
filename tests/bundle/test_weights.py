"""Weights are checked before they are used; a missing or altered model loses nothing that was built."""

from __future__ import annotations

import hashlib

import glow
import pytest

from kb.bundle import export, swap, writer
from kb.bundle.store import open_bundle
from kb.model.errors import ModelError


@pytest.fixture
def in_use(glow_home):
    """Asserts that the bundle built before is still in use, and sound."""
    before = swap.current(glow_home.bundle)

    def check():
        assert swap.current(glow_home.bundle) == before
        assert open_bundle(glow_home.bundle).fact("glow-5/alarm/covp")
        assert not list(glow_home.bundle.glob("building-*"))

    return check


@pytest.fixture
def cached(glow_home):
    """The folder of the cached export."""
    (folder,) = (glow_home.bundle / "encoders").iterdir()
    return folder


@pytest.fixture
def exports(monkeypatch):
    """Counts exports, which write the same small encoder without torch."""
    made = []

    def fake(_folder, work, _precision):
        made.append(work)
        glow.write_export(work)

    monkeypatch.setattr(export, "_export", fake)
    return made


@pytest.mark.parametrize("force", [True, False])
def test_a_folder_without_weights_is_refused(glow_home, tmp_path, monkeypatch, in_use, force):
    """PINLIGHT_MODEL naming an empty folder is an error that names folder and variable; the bundle stays in use."""
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("PINLIGHT_MODEL", str(tmp_path / "empty"))
    with pytest.raises(ModelError, match=r"no model\.safetensors") as error:
        writer.build(glow_home.corpus, glow_home.bundle, force=force)
    assert str(tmp_path / "empty") in str(error.value)
    assert "PINLIGHT_MODEL" in str(error.value)
    in_use()


def test_altered_weights_are_refused(glow_home, monkeypatch, flip, in_use):
    """One changed bit in weights whose SHA-256 is told is found before anything is embedded; the bundle stays in use."""
    weights = glow_home.model / "model.safetensors"
    monkeypatch.setenv("PINLIGHT_MODEL_SHA256", hashlib.sha256(weights.read_bytes()).hexdigest())
    assert not writer.build(glow_home.corpus, glow_home.bundle).fresh
    flip(weights)
    for force in (False, True):
        with pytest.raises(ModelError, match=r"weights were altered") as error:
            writer.build(glow_home.corpus, glow_home.bundle, force=force)
        assert str(weights) in str(error.value)
        in_use()


def test_the_installed_weights_are_the_expected_ones(monkeypatch):
    """Without PINLIGHT_MODEL the weights are those of the package, and their SHA-256 is the one in the code."""
    monkeypatch.delenv("PINLIGHT_MODEL", raising=False)
    assert export.check_weights(export.model_folder()) == export.MODEL_SHA256


def test_the_packages_weights_cannot_be_waved_through(glow_home, monkeypatch):
    """PINLIGHT_MODEL_SHA256 counts only beside PINLIGHT_MODEL: the package's weights are always held to the hash in the code."""
    monkeypatch.delenv("PINLIGHT_MODEL")
    monkeypatch.setenv(
        "PINLIGHT_MODEL_SHA256", hashlib.sha256((glow_home.model / "model.safetensors").read_bytes()).hexdigest()
    )
    with pytest.raises(ModelError, match="altered"):
        export.check_weights(glow_home.model)


def test_a_sound_export_is_used_again(glow_home, exports):
    """A second build of the same weights exports nothing."""
    writer.build(glow_home.corpus, glow_home.bundle, force=True)
    assert exports == []


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "complete"])
@pytest.mark.parametrize("damage", ["flipped", "missing"])
def test_an_altered_export_is_made_again(glow_home, cached, exports, flip, name, damage):
    """A cached export with a changed bit or without one of its files is not used, but made again."""
    if damage == "flipped":
        flip(cached / name)
    else:
        (cached / name).unlink()
    built = writer.build(glow_home.corpus, glow_home.bundle, force=True)
    assert built.fresh
    assert len(exports) == 1
    assert export._whole(cached)


def test_a_failing_export_leaves_nothing_behind(glow_home, cached, monkeypatch, flip, in_use):
    """An export that breaks off is not used by the next build, and the bundle stays in use."""
    flip(cached / "model.onnx")

    def fail(_folder, work, _precision):
        (work / "model.onnx").write_bytes(b"half")
        raise ModelError("the exported encoder differs")

    monkeypatch.setattr(export, "_export", fail)
    with pytest.raises(ModelError, match="differs"):
        writer.build(glow_home.corpus, glow_home.bundle, force=True)
    assert [p.name for p in cached.parent.iterdir()] == [cached.name]
    assert not export._whole(cached)
    in_use()


def test_another_model_embeds_everything_anew(glow_home, monkeypatch):
    """Vectors of two models do not meet in one index."""
    other = glow_home.folder / "other-model"
    glow.write_model(other, glow_home.bundle, seed=6)
    monkeypatch.setenv("PINLIGHT_MODEL", str(other))
    built = writer.build(glow_home.corpus, glow_home.bundle)
    kb = open_bundle(glow_home.bundle)
    assert built.fresh
    assert built.embedded == kb.vectors.ntotal
    assert kb.manifest.model == "other-model"
