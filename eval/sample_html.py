"""A page on which a person judges drawn statements; it saves the verdicts as ``eval/sample.py`` keeps them."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from typing import Any

STYLE = """
body{font:15px/1.5 system-ui,sans-serif;max-width:60em;margin:1em auto;padding:0 1em}
article{border-top:1px solid #ccc;padding:.6em 0} mark{background:#ffe9a8} label{margin-right:1em}
small{color:#666} button{position:sticky;top:.5em;float:right;font:inherit;padding:.4em 1em}
"""
SCRIPT = """
document.querySelector('button').addEventListener('click',()=>{
 const lines=[];
 rows.forEach((row,i)=>{
  const chosen=document.querySelector('input[name=v'+i+']:checked');
  if(!chosen)return;
  const right=chosen.value==='right';
  lines.push(JSON.stringify({...row,verdict:right?'right':'wrong',cause:right?'':chosen.value}))});
 const link=document.createElement('a');
 link.href=URL.createObjectURL(new Blob([lines.join('\\n')+'\\n'],{type:'application/jsonl'}));
 link.download='verdicts.jsonl';link.click()})
"""


def page(rows: Sequence[Mapping[str, Any]], causes: Mapping[str, str]) -> str:
    """The page for ``rows``; ``causes`` names what may be wrong with a statement."""
    parts = []
    for number, row in enumerate(rows):
        before, _, rest = str(row["passage"]).partition("«")
        quote, _, after = rest.partition("»")
        choices = "".join(
            f'<label title="{html.escape(meaning)}"><input type="radio" name="v{number}" value="{name}"> {name}</label>'
            for name, meaning in {"right": "every detail as a careful reader would have it", **causes}.items()
        )
        facts = " · ".join(html.escape(str(row[key])) for key in ("status", "roles", "when", "speaker") if row[key])
        parts.append(
            f"<article><b>{html.escape(str(row['kind']))}</b> {facts} <small>{html.escape(str(row['rule']))}</small>"
            f"<p>{html.escape(before)}<mark>{html.escape(quote)}</mark>{html.escape(after)}</p>{choices}</article>"
        )
    kept = [{key: row[key] for key in ("sha256", "start", "end", "kind")} for row in rows]
    data = json.dumps(kept).replace("<", "\\u003c")
    return (
        f"<!doctype html><meta charset=utf-8><title>Statements to judge</title><style>{STYLE}</style>"
        f"<button>Save verdicts</button>{''.join(parts)}<script>const rows={data};{SCRIPT}</script>"
    )
