"""The relation network in small, where PyTorch is installed: what it learns, and that the graphs say what it says."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
onnx = pytest.importorskip("onnx")
pytest.importorskip("safetensors")

from kg.annotate import language  # noqa: E402
from kg.annotate.pieces import Pieces  # noqa: E402
from kg.errors import ModelError  # noqa: E402
from kg.relate.model.batch import questions, reading  # noqa: E402
from kg.relate.model.runner import RelationModel  # noqa: E402
from kg.relate.model.session import FORMAT, JUDGE, READER, SETTINGS  # noqa: E402
from kg.relate.model.windows import FUNCTIONS, Pair, Slot, Window  # noqa: E402
from kg.train.encoder import Encoder  # noqa: E402
from kg.train.mean import mean  # noqa: E402
from kg.train.relations.examples import Answer, Example  # noqa: E402
from kg.train.relations.export import build, calibrate  # noqa: E402
from kg.train.relations.loop import Schedule, Source, train  # noqa: E402
from kg.train.relations.losses import Task, batch, losses  # noqa: E402
from kg.train.relations.network import RelationNetwork  # noqa: E402
from kg.train.relations.thaw import thaw  # noqa: E402

TOKENIZER = Path(language.__file__).parent / "model" / "tokenizer.json"
LABELS = {"predicate": 3, "root": 2, "cameo": 2, "sentiment": 5, "denied": 1, "modality": 4}
TASK = Task(predicates=2, affiliations=(1,), weights={}, smoothing=0.0)


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return Pieces(TOKENIZER.read_text(encoding="utf-8"))


@pytest.fixture
def network() -> RelationNetwork:
    torch.manual_seed(0)
    return RelationNetwork(Encoder(30522, 48, 96, 2, 4, 128), LABELS, frozen=0, dropout=0.0)


def window(verb: str) -> Window:
    """Two sentences; in the first one actor does something to another."""
    words = ("France", verb, "Brazil", "today", ".", "Peru", "slept", ".")
    slots = (Slot(0, 3, ((0, 1),)), Slot(1, 3, ((2, 3),)), Slot(2, 3, ((5, 6),)))
    pairs = (Pair(0, 1, 0), Pair(1, 0, 0), Pair(0, 2, 1), Pair(2, 0, 1))
    names = ("nsubj", "root", "obj", "advmod", "punct", "nsubj", "root", "punct")
    heads = (1, 1, 1, 1, 1, 6, 6, 6)
    return Window(
        words,
        (2,) + (0,) * 7,
        (0,) * 5 + (1,) * 3,
        slots,
        pairs,
        heads=heads,
        functions=tuple(map(FUNCTIONS.index, names)),
    )


def example(verb: str, predicate: int | None) -> Example:
    """The first pair is related by the predicate, the others are not."""
    none = Answer(scope=1)
    said = (
        Answer((predicate,), scope=1, denied=0, modality=0, sources=(), evidence=(0, 2))
        if predicate is not None
        else none
    )
    return Example(window(verb), (said, none, none, none))


EXAMPLES = [example("attacked", 0), example("joined", 1), example("saw", None)]


@pytest.mark.parametrize("renamed", [0.0, 0.5], ids=["as they are called", "under changing names"])
def test_it_learns_who_does_what_to_whom(network, pieces, renamed):
    schedule = Schedule(
        epochs=120,
        batch_words=30,
        encoder_rate=2e-3,
        head_rate=2e-3,
        average=0.0,
        type_dropout=0.0,
        renamed=renamed,
    )
    train(network, [Source("windows", EXAMPLES)], schedule, TASK, pieces)
    windows = [one.window for one in EXAMPLES]
    read = reading(windows, pieces)
    put = questions(windows, [range(4)] * 3, read)
    with torch.no_grad():
        out, proposals = outputs(network, read, put)
    logits = out["predicate"][..., :2] - out["predicate"][..., 2:]
    found = {(int(w), int(p), int(k)) for w, p, k in zip(*np.nonzero(logits.numpy() > 0), strict=True)}
    assert found == {(0, 0, 0), (1, 0, 1)}
    assert proposals[0, 0, 1] > max(proposals[0, 1, 0], proposals[2, 0, 1])
    assert int(out["begin"][0, 0].argmax()) == read.firsts[0][0]
    assert int(out["end"][0, 0].argmax()) == read.firsts[0][2]


def outputs(network, read, put):
    """The network run on arrays, as the graphs run."""
    tensors = {
        name: torch.from_numpy(np.asarray(value))
        for name, value in (read.feed() | {"mask": read.mask}).items()
    }
    states = network.read(tensors)
    states = network.top(states, *(tensors[name] for name in ("types", "roles", "functions", "mask")))
    slots, proposals = network.propose(states, tensors["pool"], tensors["gaps"])
    asked = [torch.from_numpy(np.asarray(value)) for value in put.feed().values()]
    return network.pairs(states, slots, tensors["mask"], tensors["pool"].sum(-1) > 0, *asked), proposals


@pytest.mark.parametrize(("eight_bit", "close"), [(False, 1e-4), (True, 0.15)])
def test_the_graphs_say_what_the_network_says(network, pieces, tmp_path, eight_bit, close):
    network.eval()
    ranges = calibrate(network, EXAMPLES, pieces) if eight_bit else None
    for name, graph in zip((READER, JUDGE), build(network, ranges), strict=True):
        onnx.save(graph, str(tmp_path / name))
    (tmp_path / SETTINGS).write_text(json.dumps({"format": FORMAT}))
    model = RelationModel(tmp_path, TOKENIZER)
    windows = [one.window for one in EXAMPLES]
    judged = model.run(windows, lambda number, proposals: [0, 2])
    read = reading(windows, pieces)
    with torch.no_grad():
        out, _ = outputs(network, read, questions(windows, [[0, 2]] * 3, read))
    predicate = out["predicate"][..., :-1] - out["predicate"][..., -1:]
    for row, one in enumerate(judged):
        assert np.abs(one.outputs["predicate"] - predicate[row].numpy()).max() < close
        for name in ("root", "modality", "denied", "source", "begin", "end"):
            assert np.abs(one.outputs[name] - out[name][row].numpy()).max() < close, name


def test_what_a_corpus_does_not_know_costs_nothing(network, pieces):
    """Of a pair whose affiliations alone are known, other predicates may be said freely."""
    rng = np.random.default_rng(0)
    network.eval()

    def loss(answer: Answer) -> float:
        made = batch([Example(window("saw"), (answer, *[Answer()] * 3))], pieces)
        return float(losses(network, network.read(made.inputs), made, TASK, rng)["predicate"].detach())

    with torch.no_grad():
        network.outputs["predicate"].bias[0] = 5.0
    assert loss(Answer(scope=2)) < 2 < loss(Answer(scope=1))
    assert loss(Answer(scope=1, unsure=(0,))) < 2


def test_words_are_hidden_whole_and_nothing_else_is(pieces):
    plain = batch(EXAMPLES, pieces).read
    read = batch(EXAMPLES, pieces, rng=np.random.default_rng(0), hidden=0.5).read
    hidden = read.pieces == pieces.mask
    assert 5 < hidden.sum() < 19
    assert np.array_equal(np.where(hidden, plain.pieces, read.pieces), plain.pieces)
    assert not hidden[~read.mask].any()
    assert (read.pieces[:, 0] == pieces.first).all()
    everything = batch(EXAMPLES, pieces, rng=np.random.default_rng(0), hidden=1.0).read
    assert ((everything.pieces == pieces.mask).sum(-1) == everything.mask.sum(-1) - 2).all()


def test_a_batch_without_any_known_pair_has_no_predicate_loss(network, pieces):
    made = batch([Example(window("saw"), (Answer(root=1), *[Answer()] * 3))], pieces)
    assert set(losses(network, network.read(made.inputs), made, TASK, np.random.default_rng(0))) == {"root"}


def test_checkpoints_and_their_mean(network, pieces, tmp_path):
    files = []

    def checkpoint(epoch: int) -> None:
        files.append(tmp_path / f"{epoch}.pt")
        torch.save(network.state_dict(), files[-1])

    schedule = Schedule(epochs=2, batch_words=30, encoder_rate=1e-2, head_rate=1e-2)
    train(network, [Source("windows", EXAMPLES)], schedule, TASK, pieces, checkpoint)
    assert [file.stem for file in files] == ["1", "2"]
    one, two = (torch.load(file, weights_only=True)["left.weight"] for file in files)
    assert not torch.equal(one, two)
    both = mean(files)
    assert torch.allclose(both["left.weight"], (one + two) / 2)
    network.load_state_dict(both)


@pytest.mark.parametrize("lower_rate", [0.0, 1e-3])
def test_the_lower_layers_learn_only_where_they_have_a_rate(pieces, lower_rate):
    torch.manual_seed(0)
    made = RelationNetwork(Encoder(30522, 48, 96, 2, 4, 128), LABELS, frozen=1, dropout=0.0)
    before = {name: value.clone() for name, value in made.state_dict().items()}
    schedule = Schedule(epochs=2, batch_words=30, lower_rate=lower_rate, average=0.0)
    train(made, [Source("windows", EXAMPLES)], schedule, TASK, pieces)
    changed = {name for name, value in made.state_dict().items() if not torch.equal(value, before[name])}
    assert ("encoder.layers.0.qkv.weight" in changed) is (lower_rate > 0)
    assert "encoder.layers.1.qkv.weight" in changed
    assert "encoder.pieces.weight" not in changed


def test_training_goes_on_from_shipped_weights(pieces, tmp_path):
    """The weights read back from the 8-bit files say what the network that wrote them says."""

    def made() -> RelationNetwork:
        return RelationNetwork(Encoder(30522, 48, 96, 2, 4, 128), LABELS, frozen=1, dropout=0.0)

    torch.manual_seed(0)
    old, new = made(), made()
    for parameter in (*old.parameters(), *new.parameters()):
        torch.nn.init.normal_(parameter, std=0.2)
    for name, graph in zip((READER, JUDGE), build(old, calibrate(old, EXAMPLES, pieces)), strict=True):
        onnx.save(graph, str(tmp_path / name))
    thaw(new, tmp_path)
    windows = [one.window for one in EXAMPLES]
    read = reading(windows, pieces)
    put = questions(windows, [range(4)] * 3, read)
    with torch.no_grad():
        (one, left), (two, right) = (outputs(network.eval(), read, put) for network in (old, new))
    assert torch.allclose(left, right, atol=0.1 * float(left.abs().max()))
    one["predicate"], two["predicate"] = (
        out["predicate"][..., :-1] - out["predicate"][..., -1:] for out in (one, two)
    )
    for name in ("predicate", "root", "modality", "denied"):
        assert torch.allclose(one[name], two[name], atol=0.15 * float(one[name].abs().max())), name
    for name in ("begin", "end", "source"):
        assert torch.equal(one[name].argmax(-1), two[name].argmax(-1)), name


def test_float_graphs_are_no_start(network, tmp_path):
    for name, graph in zip((READER, JUDGE), build(network, None), strict=True):
        onnx.save(graph, str(tmp_path / name))
    with pytest.raises(ModelError, match="can't be trained on"):
        thaw(network, tmp_path)
