"""The same made-up manuals as HTML, set as web and word processors set them; Chromium prints them as PDF in the tests."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from make import Manual, Rows

STYLES = {
    "grid": "table{border-collapse:collapse;width:100%}td,th{border:1px solid #444;padding:3pt 5pt;text-align:left}th{background:#ddd}",
    "stripes": "table{border-collapse:collapse;width:100%}td,th{padding:5pt 8pt;text-align:left;vertical-align:middle}"
    "tbody tr:nth-child(even){background:#eee}th{background:#336;color:#fff}",
    "lines": "table{border-collapse:collapse;width:100%}td,th{padding:4pt 8pt;text-align:left;vertical-align:top;border-bottom:.6pt solid #888}",
    "bare": "table{border-collapse:collapse}td,th{padding:3pt 12pt 3pt 0;text-align:left;vertical-align:top}",
    "columns": "main{columns:2;column-gap:8mm}table{border-collapse:collapse;width:100%;font-size:7.5pt}"
    "td,th{border:.5pt solid #000;padding:2pt 3pt;text-align:left}h1{column-span:none}",
}
_BASE = (
    "@page{size:A4;margin:22mm 18mm}body{font:10pt/1.35 'DejaVu Sans',sans-serif;margin:0}h1{font-size:18pt}h2{font-size:14pt}"
    "h3{font-size:11.5pt}tr{break-inside:avoid}p{text-align:justify;hyphens:auto}.cover{font-size:26pt;font-weight:bold}"
)


def page(manual: Manual, style: str, filler: Sequence[tuple[str, Sequence[str]]] = (), *, merged: bool = False) -> str:
    """Return a manual as an HTML file; `merged` makes one cell of equal neighbours in the first two columns."""
    out = [
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>x</title><style>{_BASE}{STYLES[style]}</style></head><body><main>"
    ]
    for n, part in enumerate(manual.parts):
        if isinstance(part, str):
            out.append(_text(part, cover=n == 0))
        else:
            out.append(_table(*part, merged=merged))  # type: ignore[misc]
        if n == 1:
            for title, paragraphs in filler:
                out.append(f"<h1>{escape(title)}</h1>" + "".join(f"<p>{escape(p)}</p>" for p in paragraphs))
    return "".join([*out, "</main></body></html>"])


def _text(said: str, *, cover: bool) -> str:
    out = []
    for at, paragraph in enumerate(said.split("\n\n")):
        lines = paragraph.split("\n")
        if cover and at == 0:
            out.append(f"<p class='cover'>{escape(lines[0])}</p>" + "".join(f"<p>{escape(x)}</p>" for x in lines[1:]))
        elif head := re.fullmatch(r"(\d{1,2}(?:\.\d{1,2})*) ([A-Z][^.:;]{2,60})", paragraph):
            level = head[1].count(".") + 1
            out.append(f"<h{level}>{escape(paragraph)}</h{level}>")
        else:
            out.append(f"<p>{escape(' '.join(lines))}</p>")
    return "".join(out)


def _table(header: Sequence[str], rows: Rows, *, merged: bool) -> str:
    head = "".join(f"<th>{escape(h)}</th>" for h in header)
    body = []
    for r, row in enumerate(rows):
        cells = []
        for n, text in enumerate(row):
            if merged and n == 0 and r and rows[r - 1][0] == text:
                continue
            run = 1
            while merged and n == 0 and r + run < len(rows) and rows[r + run][0] == text:
                run += 1
            cells.append(f"<td{f' rowspan={run}' if run > 1 else ''}>{escape(text)}</td>")
        body.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"
