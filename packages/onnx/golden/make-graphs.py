"""Builds the tiny ONNX graphs that the runtime's tests load. Weights are chosen so that the answers can be computed
by hand: `python make-graphs.py` writes into golden/graphs. Needs: numpy, onnx."""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

FOLDER = Path(__file__).parent / "graphs"
SIZE = 8


def save(name, nodes, inputs, outputs, constants=None, opset=17):
    graph = helper.make_graph(
        nodes,
        name,
        inputs,
        outputs,
        [numpy_helper.from_array(value, key) for key, value in (constants or {}).items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], producer_name="imgsearch tests")
    model.ir_version = 9
    onnx.checker.check_model(model)
    FOLDER.mkdir(exist_ok=True)
    onnx.save(model, FOLDER / f"{name}.onnx")


def tensor(name, shape, kind=TensorProto.FLOAT):
    return helper.make_tensor_value_info(name, kind, shape)


# Mean of each colour, then red, green, blue and red - blue: a vector of four.
MIX = np.array([[1, 0, 0, 1], [0, 1, 0, 0], [0, 0, 1, -1]], np.float32)


def embedding(name, batch, kind=TensorProto.FLOAT, declared=4, size=SIZE):
    weights = MIX.astype(np.float16 if kind == TensorProto.FLOAT16 else np.float32)
    nodes = [
        helper.make_node("GlobalAveragePool", ["pixels"], ["pooled"]),
        helper.make_node("Flatten", ["pooled"], ["means"]),
        helper.make_node("MatMul", ["means", "mix"], ["embedding"]),
    ]
    save(
        name,
        nodes,
        [tensor("pixels", [batch, 3, size, size], kind)],
        [tensor("embedding", [batch, declared], kind)],
        {"mix": weights},
    )


embedding("embedding", "batch")
embedding("embedding-symbolic", "batch", declared="dimensions")
embedding("embedding-fixed-one", 1)
embedding("embedding-fixed-three", 3)
embedding("embedding-fp16", "batch", TensorProto.FLOAT16)

# As large models are: the weights in a file of their own.
BESIDE = FOLDER / "beside"
BESIDE.mkdir(exist_ok=True)
onnx.save(
    onnx.load(FOLDER / "embedding.onnx"),
    BESIDE / "model.onnx",
    save_as_external_data=True,
    location="model.onnx_data",
    size_threshold=0,
)

# The mask is the red plane (a probability), then a second plane and a second output that nobody may take.
save(
    "segmentation",
    [
        helper.make_node("Slice", ["pixels", "zero", "two", "axis"], ["mask"]),
        helper.make_node("Neg", ["pixels"], ["other"]),
    ],
    [tensor("pixels", ["batch", 3, SIZE, SIZE])],
    [tensor("mask", ["batch", 2, SIZE, SIZE]), tensor("other", ["batch", 3, SIZE, SIZE])],
    {"zero": np.array([0]), "two": np.array([2]), "axis": np.array([1])},
)

# The means of the colours as logits of three labels.
save(
    "classification",
    [
        helper.make_node("GlobalAveragePool", ["pixels"], ["pooled"]),
        helper.make_node("Flatten", ["pooled"], ["logits"]),
    ],
    [tensor("pixels", ["batch", 3, SIZE, SIZE])],
    [tensor("logits", ["batch", 3])],
)

# A head on vectors of four: logits are the first three numbers.
save(
    "head",
    [helper.make_node("MatMul", ["vectors", "first"], ["logits"])],
    [tensor("vectors", ["batch", 4])],
    [tensor("logits", ["batch", 3])],
    {"first": np.eye(4, 3, dtype=np.float32)},
)

# Text tower of two dimensions: how many tokens the mask counts, and the sum of all ids.
save(
    "text",
    [
        helper.make_node("Cast", ["input_ids"], ["ids"], to=TensorProto.FLOAT),
        helper.make_node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
        helper.make_node("ReduceSum", ["ids", "axis"], ["total"], keepdims=1),
        helper.make_node("ReduceSum", ["mask", "axis"], ["count"], keepdims=1),
        helper.make_node("Concat", ["count", "total", "count", "total"], ["text_embeds"], axis=1),
    ],
    [tensor("input_ids", ["batch", 6], TensorProto.INT64), tensor("attention_mask", ["batch", 6], TensorProto.INT64)],
    [tensor("text_embeds", ["batch", 4])],
    {"axis": np.array([1])},
)

# Means of the colours after matrix products in a loop: busy for a while at a few hundred bytes. Long enough for
# a test to do something in mid-run: about a third of a second on one core.
body = helper.make_graph(
    [
        helper.make_node("MatMul", ["state", "turn"], ["next"]),
        helper.make_node("Identity", ["go"], ["on"]),
    ],
    "body",
    [tensor("i", [], TensorProto.INT64), tensor("go", [], TensorProto.BOOL), tensor("state", [512, 512])],
    [tensor("on", [], TensorProto.BOOL), tensor("next", [512, 512])],
)
save(
    "slow",
    [
        helper.make_node("ConstantOfShape", ["square"], ["shape"]),
        helper.make_node("EyeLike", ["shape"], ["turn"], dtype=TensorProto.FLOAT),
        helper.make_node("Loop", ["rounds", "always", "turn"], ["final"], body=body),
        helper.make_node("ReduceMax", ["final"], ["one"], keepdims=0),
        helper.make_node("GlobalAveragePool", ["pixels"], ["pooled"]),
        helper.make_node("Flatten", ["pooled"], ["means"]),
        helper.make_node("MatMul", ["means", "mix"], ["mixed"]),
        helper.make_node("Mul", ["mixed", "one"], ["embedding"]),
    ],
    [tensor("pixels", ["batch", 3, SIZE, SIZE])],
    [tensor("embedding", ["batch", 4])],
    {
        "square": np.array([512, 512]),
        "rounds": np.array(150),
        "always": np.array(True),
        "mix": MIX,
    },
)
