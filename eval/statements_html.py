"""An error browser: one HTML file with each document's gold and found statements side by side, errors marked."""

from __future__ import annotations

import html
import json
from typing import Any

Row = dict[str, Any]
STYLE = """
body{font:15px/1.45 system-ui,sans-serif;margin:0;display:grid;grid-template-columns:15em 1fr}
nav{height:100vh;overflow:auto;position:sticky;top:0;border-right:1px solid #ccc;padding:.5em;font-size:13px}
main{padding:1em;max-width:75em} pre{white-space:pre-wrap;font:inherit;background:#fafafa;padding:1em}
table{border-collapse:collapse;width:100%;margin:.5em 0}
td,th{border-top:1px solid #ddd;padding:.3em;vertical-align:top}
td,th{text-align:left}
.missed{background:#fff3d6}.extra{background:#ffe1e1}.partly{background:#e3ecff}.right{background:#e6f6e6}
mark.g{background:#cdeccd}mark.p{background:#ffd4d4}mark.b{background:#d5e2ff} small{color:#666}
label{margin-right:1em}
"""
SCRIPT = """
document.querySelectorAll('input').forEach(box=>box.addEventListener('change',()=>{
 document.querySelectorAll('tr.'+box.value).forEach(row=>row.hidden=!box.checked)}))
"""


def page(
    gold: dict[str, Row],
    found: dict[str, list[Row]],
    texts: dict[str, str],
    errors: list[tuple[str, str, Row | None, Row | None]],
) -> str:
    """The browser as one self-contained page."""
    wrong = {id(row): what for _, what, g, p in errors for row in (g, p) if row is not None}
    nav, body = [], []
    for name, data in gold.items():
        bad = sum(1 for document, *_ in errors if document == name)
        nav.append(f'<div><a href="#{html.escape(name)}">{html.escape(name[:40])}</a> <small>{bad}</small></div>')
        partners = {id(g): p for document, what, g, p in errors if document == name and what == "partly"}
        rows = []
        for row in sorted(data["statements"], key=lambda r: r["start"]):
            what = wrong.get(id(row), "right")
            rows.append((row["start"], what, row, partners.get(id(row))))
        rows += [(p["start"], "extra", None, p) for p in found[name] if wrong.get(id(p)) == "extra"]
        body.append(f'<h2 id="{html.escape(name)}">{html.escape(name)}</h2>')
        body.append(f"<pre>{_marked(texts[name], data['statements'], found[name])}</pre><table>")
        for _, what, g, p in sorted(rows, key=lambda r: r[0]):
            body.append(f'<tr class="{what}"><td>{what}</td><td>{_cell(g)}</td><td>{_cell(p)}</td></tr>')
        body.append("</table>")
    boxes = "".join(
        f'<label><input type="checkbox" value="{w}" checked> {w}</label>'
        for w in ("missed", "extra", "partly", "right")
    )
    return (
        f"<!doctype html><meta charset=utf-8><title>Statements: gold and found</title><style>{STYLE}</style>"
        f"<nav>{''.join(nav)}</nav><main><p>{boxes}</p>{''.join(body)}</main><script>{SCRIPT}</script>"
    )


def _cell(row: Row | None) -> str:
    if row is None:
        return ""
    own = {k: v for k, v in row.items() if k not in ("start", "end", "quote", "kind", "status", "roles") and v}
    own.update(row.get("roles") or {})
    fields = html.escape(json.dumps(own, ensure_ascii=False))
    return f"<b>{row['kind']}</b> {row['status']} <small>{fields}</small><br>{html.escape(row['quote'])}"


def _marked(text: str, gold: list[Row], found: list[Row]) -> str:
    """The text with the passages of gold, of the reader and of both marked."""
    flags = bytearray(len(text))
    for bit, rows in ((1, gold), (2, found)):
        for row in rows:
            for i in range(row["start"], min(row["end"], len(text))):
                flags[i] |= bit
    out, at = [], 0
    while at < len(text):
        end = at
        while end < len(text) and flags[end] == flags[at]:
            end += 1
        piece = html.escape(text[at:end])
        out.append(f'<mark class="{" gpb"[flags[at]]}">{piece}</mark>' if flags[at] else piece)
        at = end
    return "".join(out)
