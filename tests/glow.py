"""The Glow 5, a battery that nobody makes: its corpus, its original and an encoder of a few kilobytes, for tests of the bundle.

The encoder is an ONNX graph like the real one (tokens in, a sentence vector out) with random weights: building takes
milliseconds and no torch, and everything around it is the real thing.
"""

from __future__ import annotations

import hashlib
import string
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from kb.bundle import export, writer
from kb.bundle.manifest import digest
from kb.model.facts import KINDS

MODEL = "glow-model"
MANUAL = "glow-guide"
DIMENSION = 16

ORIGINAL = """Glow 5 battery
1 Safety
Do not open the housing of the battery.
2 Figures
Charging voltage: 56.0V
3 Link IN
1 RS485-B1
4 CANH
5 CANL
4 Cable from Link IN to Solis
Pin4 Pin7 CAN
Pin5 Pin8
5 Alarms
COVP cell over voltage. Wait two minutes, then charge with up to five amps.
"""

GUIDE = """---
id: glow-guide
title: "Glow 5 battery: guide"
short: "Glow guide"
edition: "v01"
language: en
maker: Glow
devices: [glow-5]
original: {file: glow-guide.txt, sha256: "SHA"}
---

## 1 Safety {#safety src=2-3}

The Glow 5 is a small battery for a shelf. Two people carry it.

> [!DANGER]
> - {#housing src=3} Leave the battery's housing closed, never open it.

## 2 Figures {#figures src=4-5}

The figures hold at room temperature.

{.specs}
| id | name | min | value | max | unit | src |
|---|---|---|---|---|---|---|
| charge-voltage | Charging voltage | | 56 | | V | 5 |

## 3 Link IN {#link-in src=6-9}

{.pinout connector="Link IN"}
| pin | signal | src |
|---|---|---|
| 1 | RS485-B1 | 7 |
| 4 | CAN-H | 8 |
| 5 | CAN-L | 9 |

## 4 Cable {#cable src=10-12}

{.cables}
| to | from_port | status | pins | bus | brands | src |
|---|---|---|---|---|---|---|
| Solis | Link IN | mapped | 4-7 CAN-H; 5-8 CAN-L | CAN | Solis | 10-12 |

## 5 Alarms {#alarms src=13-14}

{.alarms}
| code | name | cause | actions | src |
|---|---|---|---|---|
| COVP | Cell over voltage | Cell voltage too high | Wait 2 min; Charge with at most 5 A | 14 |

{.procedure id=after-covp title="After COVP" cautions="housing" src=14}
1. Wait two minutes.
2. Charge with up to 5 A.

The lamp beside the plug stays dark while the battery rests.
"""

DEVICE = """id: glow-5
name: "Glow 5 battery"
short: "Glow 5"
maker: Glow
type: battery
family: glow
aliases: ["shelf battery"]
manuals: [glow-guide]
contact: {who: "the Glow shop"}
connectors:
  - {name: "Link IN", shape: rj45, pins: 8, numbering: "1-8"}
coverage:
COVERAGE
"""

CONFLICTS = """conflicts:
- id: charge-voltage
  topic: "How high the charging voltage is"
  devices: [glow-5]
  facts: [glow-5/spec/charge-voltage]
  readings:
    - {manual: glow-guide, section: "2", lines: "5", says: "The charging voltage is 56 V."}
    - {manual: glow-guide, section: "5", lines: "14", says: "Charging goes by current, up to 5 A."}
  advice: "Set 56 V and limit the current to 5 A."
"""

VOCABULARY = """synonyms:
  "plug": ["connector"]
colors: {blue: blue, red: red}
patterns: {blinking: flash, dark: "off"}
lamp_words: [lamp]
"""

ASKS = """glow-5/alarm/covp:
- "why does it stop charging when full"
- "cells too high"
"""

_DONE = ("spec", "pin", "cable", "alarm", "procedure", "caution", "conflict")


@dataclass(frozen=True)
class Home:
    """Where the pieces of one Glow 5 lie."""

    folder: Path

    @property
    def corpus(self) -> Path:
        """The corpus."""
        return self.folder / "corpus"

    @property
    def bundle(self) -> Path:
        """The folder of the built knowledge base."""
        return self.folder / "bundle"

    @property
    def model(self) -> Path:
        """The folder of the weights."""
        return self.folder / MODEL

    @property
    def originals(self) -> Path:
        """The folder of the maker's texts."""
        return self.folder / "corpus-originals"

    @property
    def guide(self) -> Path:
        """The one edition."""
        return self.corpus / "manuals" / f"{MANUAL}.md"

    def edit(self, old: str, new: str) -> None:
        """Replace words of the edition that stand in it once."""
        text = self.guide.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the guide"
        self.guide.write_text(text.replace(old, new), encoding="utf-8")


def write_corpus(root: Path) -> None:
    """Write the corpus, and its original beside it."""
    originals = root.with_name(f"{root.name}-originals")
    for folder in (root / "manuals", root / "devices", root / "asks", originals):
        folder.mkdir(parents=True)
    (originals / "glow-guide.txt").write_text(ORIGINAL, encoding="utf-8", newline="\n")
    sha = hashlib.sha256(ORIGINAL.encode()).hexdigest()
    coverage = "\n".join(f"  {k}: {'done' if k in _DONE else chr(34) + 'exempt: not told' + chr(34)}" for k in KINDS)
    (root / "manuals" / f"{MANUAL}.md").write_text(GUIDE.replace("SHA", sha), encoding="utf-8")
    (root / "devices" / "glow-5.yaml").write_text(DEVICE.replace("COVERAGE", coverage), encoding="utf-8")
    (root / "conflicts.yaml").write_text(CONFLICTS, encoding="utf-8")
    (root / "asks" / "glow-5.yaml").write_text(ASKS, encoding="utf-8")
    (root / "vocabulary.yaml").write_text(VOCABULARY, encoding="utf-8")


def write_model(folder: Path, bundle: Path, seed: int = 5) -> None:
    """Write weights, and the ONNX export that a build finds in its cache for them."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.safetensors").write_bytes(f"weights {seed}".encode())
    sha = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    cached = bundle / "encoders" / export.ModelInfo(folder.name, sha, writer.PRECISION).key
    cached.mkdir(parents=True)
    write_export(cached, seed)
    (cached / "complete").write_bytes(
        msgspec.json.encode({n: digest(cached / n) for n in ("model.onnx", "tokenizer.json")})
    )


def write_export(folder: Path, seed: int = 5) -> None:
    """Write `model.onnx` and `tokenizer.json`: the mean of random vectors of letters."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    letters = string.ascii_lowercase + string.digits
    pieces = ["[PAD]", "[UNK]", *letters, *(f"##{c}" for c in letters), "battery", "lamp", "must"]
    tokenizer = Tokenizer(models.WordPiece({p: n for n, p in enumerate(pieces)}, unk_token="[UNK]"))  # noqa: S106 - no password
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.save(str(folder / "tokenizer.json"))
    table = np.random.default_rng(seed).normal(size=(len(pieces), DIMENSION)).astype(np.float32)
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["tokens"]),
        helper.make_node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["mask", "last"], ["column"]),
        helper.make_node("Mul", ["tokens", "column"], ["read"]),
        helper.make_node("ReduceSum", ["read", "middle"], ["embedding"], keepdims=0),
    ]
    shape = ["batch", "tokens"]
    graph = helper.make_graph(
        nodes,
        "glow",
        [helper.make_tensor_value_info(n, TensorProto.INT64, shape) for n in ("input_ids", "attention_mask")],
        [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", DIMENSION])],
        [
            numpy_helper.from_array(table, "table"),
            numpy_helper.from_array(np.array([2], dtype=np.int64), "last"),
            numpy_helper.from_array(np.array([1], dtype=np.int64), "middle"),
        ],
    )
    onnx.save(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), str(folder / "model.onnx")
    )
