"""A brief as one HTML file: no scripts, no network; evidence unfolds on the screen and stands as notes on
paper."""

from __future__ import annotations

from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from chancery.report.language import load
from chancery.report.model import Brief, Proof
from chancery.report.signature import signed


@cache
def _environment() -> Environment:
    loader = PackageLoader("chancery.report", "templates")
    return Environment(
        loader=loader,
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(brief: Brief) -> str:
    """The brief as a complete HTML document, signed so that `chancery verify` notices any change."""
    style = resources.files("chancery.report").joinpath("templates", "brief.css").read_text(encoding="utf-8")
    numbers = {(p.digest, p.start, p.end): n for n, p in enumerate(brief.proofs, 1)}

    def number(proof: Proof) -> int:
        return numbers[proof.digest, proof.start, proof.end]

    language = load(brief.language)
    page = _environment().get_template("brief.html.jinja")
    return signed(page.render(brief=brief, style=style, word=language.word, number=number) + "\n", brief)
