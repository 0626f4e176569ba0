"""Training and export in small, where PyTorch is installed."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
onnx = pytest.importorskip("onnx")
pytest.importorskip("safetensors")

import onnxruntime  # noqa: E402

from kg.annotate.bundle import ARRAYS, GRAPH, SETTINGS, shipped  # noqa: E402
from kg.errors import ModelError  # noqa: E402
from kg.train.augment import Augmentation, disturbed_breaks, disturbed_shapes, hidden_words  # noqa: E402
from kg.train.config import Config, Corpus, Sizes  # noqa: E402
from kg.train.encoder import Encoder  # noqa: E402
from kg.train.export import build, calibrate, relation_weights  # noqa: E402
from kg.train.losses import arc_scores, losses  # noqa: E402
from kg.train.network import Network  # noqa: E402
from kg.train.texts import Text  # noqa: E402
from kg.train.thaw import thaw  # noqa: E402
from kg.train.windows import Batch, collate, cut, encode  # noqa: E402

LABELS = {
    "sent": ["B", "I"],
    "upos": ["NOUN", "VERB"],
    "xpos": ["NN", "VB"],
    "feats": ["_", "Number=Sing"],
    "deprel": ["root", "nsubj"],
    "etype": ["O", "person"],
    "ner_worldwide": ["O", "U-ORG"],
}


def text() -> Text:
    words = ["NATO", "met", "NATO", "met"]
    labels: dict[str, list[str | None]] = {
        "sent": ["B", "I", "B", "I"],
        "upos": ["NOUN", "VERB"] * 2,
        "xpos": ["NN", "VB"] * 2,
        "feats": ["Number=Sing", "_"] * 2,
        "deprel": ["nsubj", "root"] * 2,
        "etype": ["person", "O"] * 2,
        "ner_worldwide": ["U-ORG", "O", None, None],
    }
    return Text("t", "gum", words, [0, 2], [0, 0, 0, 0], labels, [1, 1, 3, 3], [5, -1, 5, -1])


def network() -> Network:
    torch.manual_seed(0)
    encoder = Encoder(vocabulary=30522, width=16, inner=32, layers=2, heads=2, positions=64)
    return Network(encoder, LABELS, Sizes(8, 8, 8, 8, 8)).eval()


def batch() -> Batch:
    pieces = shipped().pieces
    windows = list(cut(encode(text(), pieces, LABELS), 100, 100, 100))
    shapes = [one.text.shapes[one.begin : one.end] for one in windows]
    breaks = [one.text.breaks[one.begin : one.end] for one in windows]
    hidden = [np.zeros(one.end - one.begin, dtype=bool) for one in windows]
    return collate(windows, list(LABELS), pieces, shapes, breaks, hidden)


def test_every_task_has_a_loss() -> None:
    found = losses(network(), batch(), {})
    assert set(found) == {*LABELS, "arc", "label", "coref"} - {"deprel"}
    assert all(torch.isfinite(loss) for loss in found.values())


def test_arcs_stay_within_sentences() -> None:
    made = batch()
    net = network()
    words = net.words(made.pieces, made.shapes, made.breaks, made.mask, made.first)
    scores = arc_scores(net.parse(words), made.rows, made.sentences)
    assert (scores[0, :2, 2:] <= -1e4).all()
    assert (scores[0, :2, :2] > -1e4).all()


def test_the_float_graph_says_what_the_network_says() -> None:
    net, made = network(), batch()
    layer = net.outputs["ner_worldwide"]
    names = {"weight": layer.weight.detach().numpy(), "bias": layer.bias.detach().numpy()}
    vectors = net.coref_query.weight.detach().numpy()
    feed = {
        "pieces": made.pieces.numpy(),
        "shapes": made.shapes.numpy(),
        "breaks": made.breaks.numpy(),
        "first": made.first.numpy(),
    }
    with torch.no_grad():
        words = net.words(made.pieces, made.shapes, made.breaks, made.mask, made.first)
        expected = net.tags(words)["ner_worldwide"].numpy()
        parse = net.parse(words)
    for ranges, tolerance in ((None, 1e-4), (calibrate(net, [made]), 0.2)):
        model = build(net, names, vectors, ranges, 8).SerializeToString()
        session = onnxruntime.InferenceSession(model)
        outputs = dict(zip([one.name for one in session.get_outputs()], session.run(None, feed), strict=True))
        assert np.abs(outputs["names"] - expected).max() < tolerance
        assert np.abs(outputs["dependent"][:, :-1] - parse.dependent.numpy()).max() < tolerance
        assert np.abs(outputs["dependent"][:, -1] - parse.root.numpy()).max() < tolerance


def test_disturbances_keep_the_length() -> None:
    (window,) = cut(encode(text(), shipped().pieces, LABELS), 100, 100, 100)
    rng = random.Random(0)
    how = Augmentation(1.0, 1.0, 1.0, 1.0, 0.0, 1.0)
    for made in (
        disturbed_shapes(window, rng, how),
        disturbed_breaks(window, rng, how),
        hidden_words(window, rng, how),
    ):
        assert len(made) == 4


def test_the_shipped_configuration_is_read() -> None:
    config = Config.read(Path(__file__).parents[2] / "kg" / "train" / "english.toml")
    assert config.schedule.seed == 1
    assert {corpus.reader for corpus in config.train} >= {"ewt", "gum", "worldwide", "gmb", "wikigold"}


def test_the_last_phase_differs_from_the_first_only_in_what_it_names() -> None:
    folder = Path(__file__).parents[2] / "kg" / "train"
    first, last = (Config.read(folder / name) for name in ("english.toml", "english-last.toml"))
    assert last.schedule.seed == 2
    assert last.schedule.batch_words == first.schedule.batch_words
    assert [corpus.file for corpus in last.train] == [corpus.file for corpus in first.train]
    assert any(one.share < before.share for one, before in zip(last.train, first.train, strict=True))
    assert (last.dev, last.sizes, last.coreference) == (first.dev, first.sizes, first.coreference)


def test_a_configuration_extends_another_key_by_key(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text(
        "[schedule]\nseed = 3\nepochs = 7\n[weights]\nsent = 0.5\n"
        "[[train]]\nfile = 'a'\nreader = 'ewt'\nlayer = 'n'\n[[train]]\nfile = 'b'\nreader = 'gum'\n"
    )
    (tmp_path / "child.toml").write_text(
        "extends = 'base.toml'\n[schedule]\nepochs = 2\n[sizes]\ntags = 8\n[weights]\nupos = 1.0\n"
        "[[train]]\nfile = 'c'\nreader = 'gum'\n[[train]]\nfile = 'a'\nreader = 'ewt'\nshare = 0.1\n"
    )
    config = Config.read(tmp_path / "child.toml")
    assert (config.schedule.seed, config.schedule.epochs, config.sizes.tags) == (3, 2, 8)
    assert config.weights == {"sent": 0.5, "upos": 1.0}
    assert config.train == (
        Corpus("a", "ewt", share=0.1, layer="n"),
        Corpus("b", "gum"),
        Corpus("c", "gum"),
    )
    (tmp_path / "child.toml").write_text("extends = 'base.toml'\n[schedule]\nepoch = 2\n")
    with pytest.raises(TypeError, match="epoch"):
        Config.read(tmp_path / "child.toml")


def test_training_goes_on_from_shipped_weights(tmp_path):
    """The weights read back from an 8-bit file predict what the network that wrote it predicts."""
    made = network()
    made_batch = batch()
    ranges = calibrate(made, [made_batch])
    layer = made.outputs["ner_worldwide"]
    names = {"weight": layer.weight.detach().numpy(), "bias": layer.bias.detach().numpy()}
    onnx.save(build(made, names, np.zeros((4, 16), np.float32), ranges, 8), tmp_path / GRAPH)
    np.savez(tmp_path / ARRAYS, **relation_weights(made))
    labels = {task: LABELS[task] for task in ("upos", "xpos", "feats", "deprel", "etype")}
    settings = {"names": LABELS["ner_worldwide"], "labels": labels}
    (tmp_path / SETTINGS).write_text(json.dumps(settings), encoding="utf-8")
    again = network()
    for parameter in again.parameters():
        torch.nn.init.normal_(parameter)
    thaw(again, tmp_path, LABELS)
    inputs = (made_batch.pieces, made_batch.shapes, made_batch.breaks, made_batch.mask, made_batch.first)
    with torch.no_grad():
        old, new = made.words(*inputs), again.words(*inputs)
        assert torch.allclose(old, new, atol=0.1)
        for task in ("upos", "etype", "ner_worldwide"):
            assert torch.allclose(made.tags(old)[task], again.tags(new)[task], atol=0.1)
        assert torch.allclose(
            made.parse(old).dependent @ made.parse(old).head.T,
            again.parse(new).dependent @ again.parse(new).head.T,
            atol=0.2,
        )


def test_a_float_model_is_no_start(tmp_path):
    made = network()
    layer = made.outputs["ner_worldwide"]
    names = {"weight": layer.weight.detach().numpy(), "bias": layer.bias.detach().numpy()}
    onnx.save(build(made, names, np.zeros((4, 16), np.float32), None, 8), tmp_path / GRAPH)
    np.savez(tmp_path / ARRAYS, **relation_weights(made))
    (tmp_path / SETTINGS).write_text(json.dumps({"names": [], "labels": {}}), encoding="utf-8")
    with pytest.raises(ModelError, match="can't be trained on"):
        thaw(made, tmp_path, LABELS)
