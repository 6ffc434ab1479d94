"""Patch embeddings as what they are: one matrix product a patch.

A convolution whose kernel is as wide as its stride reads each pixel once. Written as a MatMul it can be quantised like
every other one; as a Conv it stayed in float32, a tenth of the time of a quantised CLIP ViT-B/32.
"""

import numpy as np
import onnx
from onnx import helper, numpy_helper


def patches_as_matmul(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same model, each such convolution over an input of known size rewritten; it computes the same."""
    graph = model.graph
    weights = {tensor.name: tensor for tensor in graph.initializer}
    sizes = {given.name: [axis.dim_value for axis in given.type.tensor_type.shape.dim] for given in graph.input}
    for node in [node for node in graph.node if node.op_type == "Conv"]:
        settings = {attribute.name: helper.get_attribute_value(attribute) for attribute in node.attribute}
        shape, kernel = sizes.get(node.input[0], []), list(settings.get("kernel_shape", []))
        plain = settings.get("group", 1) == 1 and not any(settings.get("pads", [])) and set(settings.get("dilations", [1])) == {1}
        if len(shape) != 4 or len(kernel) != 2 or list(settings.get("strides", [])) != kernel or not plain:
            continue
        if 0 in shape[1:] or shape[2] % kernel[0] or shape[3] % kernel[1] or node.input[1] not in weights:
            continue
        filters = numpy_helper.to_array(weights[node.input[1]])
        rows, columns = shape[2] // kernel[0], shape[3] // kernel[1]
        name = lambda part, base=node.output[0]: f"{base}/{part}"
        axes = np.array([0, shape[1], rows, kernel[0], columns, kernel[1]])
        flat = np.array([0, rows * columns, filters[0].size])
        matrix = np.ascontiguousarray(filters.reshape(len(filters), -1).T)
        out = np.array([0, len(filters), rows, columns])
        for part, value in (("axes", axes), ("flat", flat), ("matrix", matrix), ("out", out)):
            graph.initializer.append(numpy_helper.from_array(value, name(part)))
        steps = [
            ("Reshape", [node.input[0], name("axes")], {}),
            ("Transpose", [], {"perm": [0, 2, 4, 1, 3, 5]}),
            ("Reshape", [name("flat")], {}),
            ("MatMul", [name("matrix")], {}),
            *([("Add", [node.input[2]], {})] if len(node.input) > 2 else []),
            ("Transpose", [], {"perm": [0, 2, 1]}),
            ("Reshape", [name("out")], {}),
        ]
        at, last, end = list(graph.node).index(node), "", node.output[0]
        graph.node.remove(node)
        for step, (kind, inputs, attributes) in enumerate(steps):
            given = inputs if step == 0 else [last, *inputs]
            last = end if step == len(steps) - 1 else name(step)
            graph.node.insert(at + step, helper.make_node(kind, given, [last], name(f"{kind}_{step}"), **attributes))
    used = {given for node in graph.node for given in node.input}
    for tensor in [tensor for tensor in graph.initializer if tensor.name not in used]:
        graph.initializer.remove(tensor)
    return model
