"""How a graph of the bundle is opened while serving: one thread a question, no memory kept between them."""

from __future__ import annotations

from pathlib import Path

import onnxruntime


def open_session(path: Path, threads: int = 1) -> onnxruntime.InferenceSession:
    """Open an ONNX file; many threads may run it at the same time. Raises what onnxruntime raises when it cannot be read."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Arenas keep every buffer ever used; without them memory stays flat at no measurable cost for short queries.
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
