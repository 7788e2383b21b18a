"""Cut the annotated gold documents into the windows and examples that the network learns from.

train/statements/examples.py --work DIR
"""

from __future__ import annotations

import argparse
import pickle
from pathlib import Path

from data import examples
from folds import vocabulary


def main() -> None:
    """Cut and keep; print how much there is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    options = parser.parse_args()
    pieces = vocabulary(options.work / "pieces.txt")
    with (options.work / "pages.pickle").open("rb") as file:
        pages = pickle.load(file)
    out = [(page.name, page.language, examples(page, pieces)) for page in pages]
    with (options.work / "examples.pickle").open("wb") as file:
        pickle.dump(out, file)
    found = [example for _, _, rows in out for example in rows]
    print(len(out), "documents", len(found), "windows", sum(len(e.window.pieces) for e in found), "pieces")


if __name__ == "__main__":
    main()
