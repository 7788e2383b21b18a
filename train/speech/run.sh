#!/bin/sh
# Train attribution anew: run.sh POLNEAR_DIR WORK_DIR, from the root of the checkout with its environment active.
# About ten minutes on one idle core. Run it again whenever the English pipeline, the rules or speech.toml change.
set -eu
data=$1
work=$2
out=src/chancery/languages/en/model/speech
mkdir -p "$work" "$out"
for part in train dev; do
    python train/speech/prepare.py --data "$data/$part" --out "$work/$part.spacy"
done
python train/speech/crf.py --store "$work/train.spacy" --gold "$data/train" --out "$work/tagger.crfsuite"
python train/speech/linker.py --store "$work/train.spacy" --gold "$data/train" --out "$work/linker.crfsuite"
cp "$work/tagger.crfsuite" "$work/linker.crfsuite" "$out/"
python eval/speech.py --gold "$data/dev"
