"""A brief as Markdown: sentences with footnotes, each footnote a quotation with its document, offsets and
digest."""

from __future__ import annotations

from chancery.report.language import Language, load
from chancery.report.model import Brief, Fact, Line, Proof, Section, Story
from chancery.report.signature import signed


def render(brief: Brief) -> str:
    """The brief as one Markdown text, signed so that `chancery verify` notices any change."""
    language = load(brief.language)
    notes = _Notes(language)
    parts = [f"# {brief.title}", f"*{brief.subtitle}*"]
    for section in brief.sections:
        parts += [f"## {section.heading}", *_section(section, notes, language)]
    parts += ["---", f"*{brief.legend} {brief.seal}*", *notes.lines]
    return signed("\n\n".join(parts) + "\n", brief)


class _Notes:
    """Footnotes, one for each passage however often it is cited."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.lines: list[str] = []
        self._numbers: dict[tuple[str, int, int], int] = {}

    def marks(self, proofs: tuple[Proof, ...]) -> str:
        return "".join(f"[^{self._number(p)}]" for p in proofs)

    def _number(self, p: Proof) -> int:
        key = (p.digest, p.start, p.end)
        if key not in self._numbers:
            self._numbers[key] = len(self._numbers) + 1
            quote = " ".join(p.quote.split())
            who = f"{escape(p.speaker)}: " if p.speaker else ""
            source = ", ".join(escape(x) for x in (p.publisher, p.title or p.document, p.published) if x)
            link = f", <{p.url}>" if p.url else ""
            where = f"`sha256:{p.digest} {p.start}-{p.end}`"
            told = f"{who}“{escape(quote)}” — {source}{link} ({self._original(p)}{where})"
            self.lines.append(f"[^{self._numbers[key]}]: {told}")
        return self._numbers[key]

    def _original(self, p: Proof) -> str:
        if p.language == self.language.code:
            return ""
        name = self.language.word("language_name", p.language)
        return self.language.word("label", "original", language=name) + "; "


def _section(section: Section, notes: _Notes, language: Language) -> list[str]:
    out = []
    if section.facts:
        out.append("\n".join(_fact(fact, notes) for fact in section.facts))
    if section.stories:
        out += [_story(story, notes, language) for story in section.stories]
    if section.lines:
        out.append("\n".join(_line(line, notes) for line in section.lines))
    if section.notes:
        out.append("\n".join(f"- {escape(note)}" for note in section.notes))
    if section.more:
        out.append(f"*{language.word('label', 'more', n=section.more)}*")
    return out


def _fact(fact: Fact, notes: _Notes) -> str:
    return f"- **{escape(fact.label)}:** {escape(fact.text)}{notes.marks(fact.proofs)}"


def _line(line: Line, notes: _Notes) -> str:
    mark = "○" if line.open else "●"
    status = f" *[{line.status}]*" if line.open else ""
    speaker = f" — {escape(line.speaker)}" if line.speaker else ""
    extra = "".join(f" ({escape(note)})" for note in line.notes)
    text = f"{escape(line.text)}{status}{speaker}{extra}{notes.marks(line.proofs)}"
    return f"- {mark} **{escape(line.when)}** {text}"


def _story(story: Story, notes: _Notes, language: Language) -> str:
    head = f"**{escape(story.kind)}** — *{escape(story.state)}*"
    steps = []
    for n, step in enumerate(story.steps, 1):
        why = ""
        if step.reason:
            score = language.word("label", "score", score=f"{step.score:.2f}")
            why = f" *({language.word('label', 'why')}: {escape(step.reason)}; {score})*"
        text = f"{escape(step.part)}: {escape(step.line.text)}{why}{notes.marks(step.line.proofs)}"
        steps.append(f"{n}. **{escape(step.line.when)}** {text}")
    return "\n".join((head, "", *steps))


def escape(text: str) -> str:
    """``text`` with Markdown's own characters made harmless."""
    for mark in "\\`*_[]<>":
        text = text.replace(mark, "\\" + mark)
    return text
