"""Words per second and memory of kg's English pipeline, beside a spaCy CNN pipeline of en_core_web_sm's make.

The peer has the same shape (a shared tok2vec of width 96 and depth 4 for tagger and parser, one more for names) and
random weights, since no trained one can be installed from the package index; speed doesn't depend on the weights.
Both annotate the same texts, each in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

SEEDS = Path(__file__).parent.parent / "seeds"
PIPELINES = ("kg", "cnn")
TAGS = 50
RELATIONS = 45
KINDS = 18


def cnn_pipeline() -> Language:
    """tok2vec 96x4, tagger, parser and names with a tok2vec of their own, as in en_core_web_sm."""
    nlp = spacy.blank("en")
    tok2vec = {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2",
            "width": 96,
            "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"],
            "rows": [5000, 1000, 2500, 2500, 50, 50],
            "include_static_vectors": False,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": 96,
            "depth": 4,
            "window_size": 1,
            "maxout_pieces": 3,
        },
    }
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "*"}
    nlp.add_pipe("tok2vec", config={"model": tok2vec})
    nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": listener}})
    nlp.add_pipe("parser", config={"model": _transitions("parser", listener)})
    nlp.add_pipe("ner", config={"model": _transitions("ner", tok2vec)})
    nlp.initialize(lambda: [_example(nlp)])
    return nlp


def _transitions(state: str, tok2vec: dict[str, object]) -> dict[str, object]:
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": state,
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": tok2vec,
    }


def _example(nlp: Language) -> Example:
    """One sentence that carries every label."""
    size = max(TAGS, RELATIONS, KINDS) * 40
    doc = Doc(
        nlp.vocab,
        words=[f"word{index}" for index in range(size)],
        tags=[f"T{index % TAGS}" for index in range(size)],
        heads=[max(index - 1, 0) for index in range(size)],
        deps=["ROOT" if index == 0 else f"d{index % RELATIONS}" for index in range(size)],
        ents=[f"B-K{index % KINDS}" for index in range(size)],
    )
    return Example(Doc(nlp.vocab, words=[token.text for token in doc]), doc)


def texts(folder: Path, words: int) -> list[str]:
    """The texts of a folder over and over, about so many words."""
    articles = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    made: list[str] = []
    count = 0
    while articles and count < words:
        article = articles[len(made) % len(articles)]
        made.append(article)
        count += len(article.split())
    return made


def measure(pipeline: str, folder: Path, words: int, processes: int) -> dict[str, float]:
    """Load, warm up and annotate; words are spaCy's tokens but spaces."""
    begun = time.perf_counter()
    if pipeline == "kg":
        import kg

        nlp = kg.load()
    else:
        nlp = cnn_pipeline()
    loaded = time.perf_counter() - begun
    articles = texts(folder, words)
    nlp("A short text, to warm up.")
    begun = time.perf_counter()
    count = 0
    for doc in nlp.pipe(articles, n_process=processes):
        count += sum(not token.is_space for token in doc)
    seconds = time.perf_counter() - begun
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {"words": count, "rate": count / seconds, "load": loaded, "memory": max(own, children) / 1024}


def main() -> int:
    """Print a table and the ratios."""
    parser = argparse.ArgumentParser(prog="python -m bench.annotate", description=__doc__)
    parser.add_argument("--texts", type=Path, default=SEEDS, help="folder of .txt files")
    parser.add_argument("--words", type=int, default=60_000, help="about how many words to annotate")
    parser.add_argument("--one", nargs=2, metavar=("PIPELINE", "PROCESSES"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        print(json.dumps(measure(args.one[0], args.texts, args.words, int(args.one[1]))))
        return 0
    rates: dict[tuple[str, int], float] = {}
    print(f"{'pipeline':10}{'processes':>10}{'words/s':>12}{'load s':>9}{'MB each':>9}")
    for processes in (1, 2):
        for pipeline in PIPELINES:
            command = [
                sys.executable,
                "-m",
                "bench.annotate",
                "--texts",
                str(args.texts),
                "--words",
                str(args.words),
            ]
            command += ["--one", pipeline, str(processes)]
            done = subprocess.run(command, check=False, capture_output=True, text=True)
            if done.returncode:
                print(done.stderr, file=sys.stderr)
                return 1
            result = json.loads(done.stdout.splitlines()[-1])
            rates[pipeline, processes] = result["rate"]
            print(
                f"{pipeline:10}{processes:10}{result['rate']:12,.0f}{result['load']:9.2f}{result['memory']:9,.0f}"
            )
    for processes in (1, 2):
        ratio = rates["kg", processes] / rates["cnn", processes]
        print(f"kg / cnn, {processes} process{'es' if processes > 1 else ''}: {ratio:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
