"""The annotator of Russian: razdel, slovnet's models, repaired trees, pymorphy3's lemmas, corrected names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.lang.ru import Russian as RussianLanguage
from spacy.tokens import Doc, Span
from spacy.vocab import create_vocab

from chancery.annotate import russian_text
from chancery.annotate.known_names import Found, KnownNames
from chancery.annotate.russian_names import names
from chancery.annotate.russian_nouns import above_genitives, as_nouns, no_verbs, objects_back
from chancery.annotate.russian_participles import as_participles, head_clauses
from chancery.annotate.russian_readings import reading
from chancery.annotate.russian_trees import genitives_follow, repair, to_nearest_twin
from chancery.annotate.slovnet_nets import Nets, Parsed

BATCH = 4_000  # words the models see at once: a few megabytes of states


@dataclass(slots=True, kw_only=True)
class _Sentence:
    """Words of one sentence, as bounds in its block, with what the models say."""

    words: list[tuple[int, int]]
    forms: list[str]
    parsed: Parsed | None = None


class Russian:
    """Slovnet's news models as a pipeline; about 10,000 words a second on one core, 120 MB."""

    def __init__(self) -> None:
        self._nets = Nets()
        self._vocab = create_vocab("ru", RussianLanguage.Defaults)

    def annotate_block(self, texts: Sequence[str]) -> list[Doc]:
        """One Doc per text; see ``chancery.annotate.pipeline.Pipeline``."""
        blocks = [[_sentence(text, bounds) for bounds in russian_text.sentences(text)] for text in texts]
        for batch in _batches([sentence for block in blocks for sentence in block]):
            for sentence, parsed in zip(batch, self._nets.parse([s.forms for s in batch]), strict=True):
                sentence.parsed = parsed
        return [self._doc(text, block) for text, block in zip(texts, blocks, strict=True)]

    def _doc(self, text: str, sentences: Sequence[_Sentence]) -> Doc:
        tokens = [word for sentence in sentences for word in sentence.words]
        forms, spaces, origin = russian_text.spaced(text, tokens)
        place = {index: at for at, index in enumerate(origin) if index is not None}
        size = len(forms)
        heads = [max(at - 1, 0) for at in range(size)]  # white space hangs on the word before it
        deps, pos = ["dep"] * size, ["SPACE"] * size
        morphs, lemmas = [""] * size, list(forms)
        found: list[tuple[int, Found]] = []
        nested: list[tuple[int, Found]] = []
        known = KnownNames(text, [word for sentence in sentences for word in sentence.words], "ru")
        first = 0
        for sentence in sentences:
            parsed = sentence.parsed
            assert parsed is not None  # annotate_block filled it
            tree, relations = _tree(sentence.forms, parsed)
            for index, (form, tag) in enumerate(zip(sentence.forms, parsed.tags, strict=True)):
                at = place[first + index]
                word = reading(form, tag)
                pos[at], morphs[at], lemmas[at] = word.pos, word.morph, word.lemma
                head = tree[index]
                heads[at] = at if head == -1 else place[first + head]
                deps[at] = "ROOT" if head == -1 else relations[index]
            outer, inner = names(sentence.forms, parsed, *known.between(first, first + len(sentence.words)))
            found.extend((first, name) for name in outer)
            nested.extend((first, name) for name in inner)
            first += len(sentence.words)
        if size and origin[0] is None:
            heads[0] = place.get(0, 0)
            deps[0] = "dep" if heads[0] else "ROOT"
        doc = Doc(
            self._vocab,
            words=forms,
            spaces=spaces,
            heads=heads,
            deps=deps,
            pos=pos,
            morphs=morphs,
            lemmas=lemmas,
        )
        spans = [self._span(doc, place, base, name) for base, name in found]
        doc.set_ents(spans, default="outside")
        doc.spans["nested"] = [self._span(doc, place, base, name) for base, name in nested]
        doc.user_data["scores"] = {
            (span.start_char, span.end_char): name.score for span, (_, name) in zip(spans, found, strict=True)
        }
        return doc

    @staticmethod
    def _span(doc: Doc, place: Mapping[int, int], base: int, name: Found) -> Span:
        return Span(doc, place[base + name.start], place[base + name.end - 1] + 1, label=name.label)


def _tree(forms: Sequence[str], parsed: Parsed) -> tuple[list[int], list[str]]:
    """Heads and relations of a sentence after all repairs; tags of participles are set right in ``parsed``."""
    participles = as_participles(forms, parsed.tags)
    for at, tag in participles.items():
        parsed.tags[at] = tag
    numbered = as_nouns(forms, parsed.tags)
    for at, tag in (numbered | no_verbs(forms, parsed.tags)).items():
        parsed.tags[at] = tag
    verbal = [tag.startswith(("VERB", "AUX")) for tag in parsed.tags]
    tree, relations = repair(parsed.heads, parsed.relations, parsed.arcs, verbal)
    if participles:
        tree, relations = head_clauses(tree, relations, parsed.tags, sorted(participles))
    if numbered:
        tree, relations = above_genitives(tree, relations, parsed.tags, sorted(numbered))
    tree, relations = objects_back(tree, relations, parsed.tags)
    tree = to_nearest_twin(tree, relations, forms)
    return genitives_follow(tree, relations, parsed.tags), relations


def _sentence(text: str, bounds: tuple[int, int]) -> _Sentence:
    words = russian_text.words(text, bounds)
    return _Sentence(words=words, forms=[russian_text.unstressed(text[start:end]) for start, end in words])


def _batches(sentences: Sequence[_Sentence]) -> Iterator[list[_Sentence]]:
    batch: list[_Sentence] = []
    size = 0
    for sentence in sentences:
        if not sentence.words:
            continue
        batch.append(sentence)
        size += len(sentence.words)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def load() -> Russian:
    """The annotator with its models read."""
    return Russian()
