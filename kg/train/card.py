"""The model card: what the model is, what it was trained on, and the scores of the files that are shipped."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from kg.train.evaluate import Score

HEAD: Final = """# Model card: kg-english-news {version}

One encoder with heads for sentence boundaries, UPOS, XPOS, morphology, Universal Dependencies, names and
coreference of English news. It runs offline on a CPU through ONNX Runtime, with 8-bit weights and activations.

The encoder is that of all-MiniLM-L6-v2 (Apache-2.0; 6 layers, 22 M parameters, uncased), which here also reads the
case shape of each word and the line break before it. One vector for each word, that of its first word piece, feeds
linear tagging heads, a biaffine parser and a BILOU tagger for names; a small ranker over the same vectors joins
mentions to the entities that were mentioned before. Lemmas are edit scripts learned from the treebanks. Training:
`make train` (see `docs/training.md`), in four phases, `kg/train/english.toml`, then with more of the treebanks
`english-last.toml`, then with the project's own annotations `english-articles.toml` and `english-names.toml` (every
choice is in these files); the weights are the mean of the last and of what it began from, which is the mean of the two
before. Where a document repeats a name, its places vote on what it names.

## Licence
The code is MIT. **The weights are for non-commercial use** (see `MODEL_LICENSE.md`): two of their training corpora
are, wholly or in part. What a model without these would cost was not measured.

## Training data
| corpus | used for | licence |
|---|---|---|
| Universal Dependencies EWT (train) | sentences, tags, parse | CC BY-SA 4.0 |
| Universal Dependencies GUM (train; 16 genres) | sentences, tags, parse, coreference | CC BY 4.0, some CC BY-NC-SA |
| worldwide newswire NER (train) | names | not stated with the data; elsewhere CC BY-NC-SA |
| own annotation of 755 of its articles, `kg/train/links.jsonl` | coreference | as that corpus |
| GMB, Voice of America (silver; a part of it each epoch, titles taken off persons) | names | public domain |
| Universal NER on EWT (train, first version) | names | CC BY-SA 4.0 |
| wikigold | names | CC BY 4.0 |
| LemmInflect (NIH SPECIALIST Lexicon) | lemmas of forms that the treebanks lack or have wrong | MIT |
| own annotation of entities in Voice of America, PolNeAR and sentences of news | names | texts: their publishers' |
| passages and sentences written for the project, with entities that are mostly made up | names | MIT |
| made-up sport tables and lists with names of the worldwide corpus | names | as that corpus |

Each corpus of names has a head of its own; the shipped one follows the worldwide corpus: persons without titles,
countries and other places alike LOC, nationalities and groups NORP.

Labels: PERSON, ORG, LOC, NORP, FAC, DATE, MONEY, PRODUCT, MISC. EVENT and LAW are not told apart from MISC.

## Scores of the shipped files
Development sets, none of them trained on; `kg evaluate model --corpora DIR` repeats them. LAS counts punctuation and
subtypes. Names are exact spans. Coreference is scored end to end on gold tokens: predicted sentences, trees and
mentions, exact spans, singletons left out of gold and prediction as usual for OntoNotes; CoNLL F1 is the mean of
MUC, B³ and CEAFe. GUM's development set has only two news documents.

"""

TAIL: Final = """
## Known weaknesses
- PRODUCT and FAC are rare in training and poor. MISC is a mixed bag.
- Web text is parsed worse than news: typing errors, missing punctuation, lists.
- Sentence boundaries on single line breaks: a line break is weak evidence, a blank line always ends a sentence.
- Team names that are city names are told from places by made-up tables only.
- Coreference links names, pronouns and noun phrases; coordinations ("Poland and Ukraine … they") are not mentions,
  and long noun phrases often get wrong ends. Documents of more than 30,000 words get no clusters.
- Names of people from places that the corpora don't cover, and lower-cased text, fare worse than the scores say.
"""


_SPEED = """
import json, sys, time
from pathlib import Path
from kg.train.assembly import COMPONENTS, pipeline
begun = time.perf_counter()
nlp = pipeline(Path(sys.argv[1]), COMPONENTS)
nlp("A short text.")
loaded = time.perf_counter() - begun
text = "The foreign minister of Peru, Ana Rojas, met the prime minister of Norway on Thursday. He said so. " * 30
begun = time.perf_counter()
words = sum(len(doc) for doc in nlp.pipe([text] * 100))
rate = words / (time.perf_counter() - begun)
status = Path("/proc/self/status").read_text().splitlines()
memory = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
print(json.dumps([loaded, rate, memory / 1024]))
"""


def measured(folder: Path) -> dict[str, str]:
    """Size, loading time, speed and memory of the model in a folder, in a process of its own; needs Linux.

    The peak is the kernel's VmHWM: what getrusage says would include that of the process which started this one.
    """
    done = subprocess.run(
        [sys.executable, "-c", _SPEED, str(folder)], check=True, capture_output=True, text=True
    )
    loaded, rate, memory = json.loads(done.stdout.splitlines()[-1])
    size = sum(path.stat().st_size for path in folder.iterdir())
    return {
        "size of all files": f"{size / 1e6:.1f} MB",
        "loading, with the first text": f"{loaded:.2f} s",
        "words per second, one process": f"{rate:,.0f}",
        "memory": f"{memory:,.0f} MB",
        "processor": f"{platform.machine()}, {os.cpu_count()} cores",
    }


def card(version: str, scores: Iterable[Score], facts: Mapping[str, str]) -> str:
    """The text of the card."""
    lines = [HEAD.format(version=version).rstrip("\n"), "", "| corpus | measure | score |", "|---|---|---|"]
    lines += [f"| {one.corpus} | {one.measure} | {one.value:.1f} |" for one in scores]
    lines += ["", "## Size and speed"]
    lines += [f"- {name}: {value}" for name, value in facts.items()]
    return "\n".join(lines) + "\n" + TAIL


def write_card(path: Path, version: str, scores: Iterable[Score], facts: Mapping[str, str]) -> None:
    """Write the card."""
    path.write_text(card(version, scores, facts), encoding="utf-8")
