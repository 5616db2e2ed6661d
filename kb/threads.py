"""One thread for each question's arithmetic. Import this before numpy.

A question multiplies one matrix by one vector. Spread over two cores that gains nothing, and while other questions want
those cores it costs three times the time (3.0 ms instead of 8.3 ms of processor time a question, measured on two cores).
Read by OpenBLAS and OpenMP when numpy and FAISS are first imported; a value that is set already is kept.
"""

from __future__ import annotations

import os

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
