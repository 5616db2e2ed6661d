"""The weights that tell tickets which the manuals cover from others (kb.suggest.coverage), fitted to letters and tickets.

    python -m kb.evals.covered [TICKETS.yaml…]

takes the letters and tickets of the corpus, and further tickets as in `corpus/tickets`. The lean of a letter comes from the letters
of the other files, as the lean of an unseen letter would; each file is judged by weights that were fitted to the others.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.bundle import covered
from kb.bundle.store import open_bundle
from kb.curation import letters
from kb.curation.corpus import default_root
from kb.curation.devices import decode_yaml
from kb.evals import tickets
from kb.model.errors import CorpusError, Problem
from kb.model.letter import Letter
from kb.search.engine import Engine
from kb.suggest import mail as mails
from kb.suggest import read as reading
from kb.suggest.advise import Work
from kb.suggest.coverage import SIGNS

Floats = NDArray[np.float64]
# What may be lost of the tickets that are covered.
LOST = (0.005, 0.01, 0.02, 0.03, 0.05)


@dataclass(frozen=True, eq=False)
class Case:
    """A ticket: the file it stands in, whether it is covered, and its figures in the order of SIGNS; `named`: it names a product."""

    file: str
    id: str
    covered: bool
    signs: Floats
    named: bool = True


def cases(engine: Engine, files: Iterable[tuple[str, Sequence[Letter]]]) -> list[Case]:
    """Read the tickets; what danger, codes and other rules decide before the weights do is left out."""
    read = [(name, x) for name, found in files for x in found]
    names = engine.kb.product_names
    written = [covered.plain(x.subject, x.body, names) for _, x in read]
    leans = _leans(engine, read, written)
    out = []
    for (name, x), text, lean in zip(read, written, leans, strict=True):
        work = Work(engine, reading.read(engine, mails.read(x.subject, x.body)), "support", None)
        work.written, work.subject = text, x.subject
        device = work.ticket.lead
        decided = any(s.danger or s.reading.codes or s.reading.connectors for s in work.ticket.sentences)
        settled = work.unasked(x.subject, x.body) or work.not_ours(device) or work.other_matter()
        if decided or settled or (device is None and work.ticket.devices):
            continue
        signs = [lean if n == "lean" else s for n, s in zip(SIGNS, work.signs(work.looked_up(device)), strict=True)]
        out.append(Case(name, x.id, x.expect != "none", np.array(signs), device is not None))
    return out


def _leans(engine: Engine, read: Sequence[tuple[str, Letter]], written: Sequence[str]) -> list[float]:
    """Return the lean of each ticket by the letters of all other files."""
    vectors = engine.kb.encoder.encode(list(written))
    out = [0.0] * len(read)
    for file in {n for n, _ in read}:
        rows = [k for k, (n, x) in enumerate(read) if n != file and not isinstance(x, tickets.Ticket)]
        weights = covered.fit([read[k][1] for k in rows], vectors[rows])
        for k in (k for k, (n, _) in enumerate(read) if n == file and weights is not None):
            out[k] = weights.leaning(vectors[k]) if weights is not None else 0.0
    return out


def fit(found: Sequence[Case]) -> tuple[Floats, float]:
    """Return the weights of SIGNS and the height of a logistic regression."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1.0, max_iter=2000).fit([c.signs for c in found], [c.covered for c in found])
    return model.coef_[0], float(model.intercept_[0])


def main(files: Sequence[str]) -> None:
    """Print the weights, and how many uncovered tickets are left when so many covered ones may be lost."""
    engine, root = Engine(open_bundle()), default_root()
    problems: list[Problem] = []
    by_file: dict[str, Sequence[Letter]] = {}
    for path in sorted((root / letters.FOLDER).glob("*.yaml")):
        by_file[path.stem] = decode_yaml(path.read_bytes(), tuple[Letter, ...], file=path.name, problems=problems) or ()
    by_file["tickets"] = [t for t in tickets.load(root / "tickets") if t.split == "learn"]
    for name in files:
        found = decode_yaml(Path(name).read_bytes(), tuple[tickets.Ticket, ...], file=name, problems=problems)
        by_file[name] = found or ()
    if problems:
        raise CorpusError(problems)
    read = cases(engine, by_file.items())
    for named in (True, False):
        report("names a product" if named else "names none", [c for c in read if c.named is named])


def report(kind: str, read: Sequence[Case]) -> None:
    """Print the weights for tickets of one kind and what is lost and left at several heights."""
    judged = np.zeros(len(read))
    for file in {c.file for c in read}:
        slopes, height = fit([c for c in read if c.file != file])
        for n, c in enumerate(read):
            judged[n] = c.signs @ slopes + height if c.file == file else judged[n]
    ours = np.array([c.covered for c in read])
    slopes, height = fit(read)
    lines = [
        f"{kind}: {ours.sum()} covered, {(~ours).sum()} not",
        ", ".join(f"{n} {w:.2f}" for n, w in zip(SIGNS, slopes, strict=True)) + f"; height {height:.2f}",
    ]
    for share in LOST:
        least = float(np.quantile(judged[ours], share))
        lines.append(
            f"below {least:.2f}: {share:.1%} of the covered are lost, {(judged[~ours] >= least).sum()} of the others are left"
        )
    low = sorted((float(judged[n]), c.id) for n, c in enumerate(read) if c.covered)[:10]
    print("\n".join([*lines, "lowest covered: " + ", ".join(f"{i} {x:.2f}" for x, i in low)]))  # noqa: T201 - a program


if __name__ == "__main__":
    main(sys.argv[1:])
