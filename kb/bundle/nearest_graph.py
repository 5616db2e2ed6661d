"""Writes the graph that compares a vector with all of a bundle's vectors: int8 weights, a scale for each row.

Building needs onnx for it; `kb.bundle.nearest` runs it with onnxruntime alone.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

# A row's largest component becomes 127.
ROW_LEVELS = 127
# A vector's coarse and fine parts become -63..63, raised by 64 to be unsigned. Processors without VNNI add two products of
# unsigned and signed bytes in 16 bits and saturate there; 2 × 127 × 127 still fits, 2 × 255 × 127 gave errors of 0.06.
LEVELS = 63
# The fine part counts what rounding the coarse one left, at most half a step, in as many levels.
FINER = 2 * LEVELS
_TINY = 1e-12

_GRAPH = """
<ir_version: 9, opset_import: ["" : 17]>
nearest (float[{dimension}] vector) => (float[{rows}] cosines)
<
  float half = {{{levels}}}, float finer = {{{finer}}}, float raise = {{{middle}}}, uint8 middle = {{{middle}}},
  float tiny = {{{tiny}}}, float[1, 2] shares = {{1, {fine}}}, int64[2] one_row = {{1, -1}}, int64[1] flat = {{-1}}
>
{{
  size = Abs (vector)
  largest = ReduceMax <keepdims = 0> (size)
  some = Max (largest, tiny)
  step = Div (some, half)

  row = Reshape (vector, one_row)
  scaled = Div (row, step)
  coarse = Round (scaled)
  left = Sub (scaled, coarse)
  magnified = Mul (left, finer)
  fine = Round (magnified)
  parts = Concat <axis = 0> (coarse, fine)
  raised = Add (parts, raise)
  bytes = Cast <to = 2> (raised)

  products = MatMulInteger (bytes, weights, middle)
  sums = Cast <to = 1> (products)
  steps = Mul (shares, step)
  sum = MatMul (steps, sums)
  scaled_back = Mul (sum, scales)
  cosines = Reshape (scaled_back, flat)
}}
"""


def write(vectors: NDArray[np.float32], path: Path) -> None:
    """Write the graph for `vectors`, shape (rows, dimension), unit vectors.

    Its input `vector` has shape (dimension,), its output `cosines` shape (rows,), both float32. The vector is read with
    14 bits, each row with 8: an inner product is off by at most the sum of the vector's sizes times the row's largest one
    over 254, and for sentences by 0.0004 (root of the mean square; 0.003 at worst).
    """
    import onnx  # only a build waits for it
    from onnx import numpy_helper, parser

    rows, dimension = vectors.shape
    scales = (np.maximum(np.abs(vectors).max(axis=1, initial=0.0), _TINY) / ROW_LEVELS).astype(np.float32)
    weights = np.rint(vectors / scales[:, None]).astype(np.int8)
    text = _GRAPH.format(
        rows=rows,
        dimension=dimension,
        levels=LEVELS,
        finer=FINER,
        fine=1 / FINER,
        middle=LEVELS + 1,
        tiny=_TINY,
    )
    model = parser.parse_model(text)
    model.graph.initializer.extend(
        [
            numpy_helper.from_array(np.ascontiguousarray(weights.T), "weights"),
            numpy_helper.from_array(scales, "scales"),
        ]
    )
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
