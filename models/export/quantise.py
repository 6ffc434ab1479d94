"""Writes NAME_int8.onnx, or with --half NAME_fp16.onnx, beside each given NAME.onnx.

int8: weights signed, of MatMul and Gemm only, activations quantised as they come (dynamic). Convolutions stay as they
are: on a CPU that is 3.5 times as fast as fp32 on CLIP ViT-B/32, where the usual unsigned kind with convolutions is
hardly faster at all. Patch embeddings are matrix products and become such first (patches.py), which is worth another
twentieth. Nets of convolutions alone (U²-Net, IS-Net, ResNet) gain nothing from it.
"""

import argparse
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnxruntime.quantization import QuantType, quantize_dynamic
from patches import patches_as_matmul


def quantise(source: Path, target: Path) -> None:
    quantize_dynamic(
        patches_as_matmul(onnx.load(source)),
        target,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gemm"],
        extra_options={"MatMulConstBOnly": True},
    )


def halve(source: Path, target: Path) -> None:
    from onnxruntime.transformers.float16 import convert_float_to_float16

    # Inputs and outputs stay float32, so that a caller need not know.
    onnx.save(convert_float_to_float16(onnx.load(source), keep_io_types=True), target)


def compare(source: Path, target: Path) -> None:
    """Cosine of the first output on noise. It shows a broken file; about quality random weights prove nothing."""
    sessions = [onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"]) for path in (source, target)]
    given = sessions[0].get_inputs()[0]
    shape = [size if isinstance(size, int) else 1 for size in given.shape]
    random = np.random.default_rng(1)
    if given.type == "tensor(int64)":
        # Tokens of any vocabulary, closed by the end-of-text token of CLIP's.
        rows = random.integers(2, 500, shape)
    else:
        rows = random.standard_normal(shape).astype(np.float32)
    one, two = (session.run(None, {given.name: rows})[0].astype(np.float64).ravel() for session in sessions)
    cosine = float(one @ two / np.linalg.norm(one) / np.linalg.norm(two))
    sizes = [path.stat().st_size / 1e6 for path in (source, target)]
    print(f"{target}: {sizes[1]:.1f} MB (from {sizes[0]:.1f}), cosine to fp32 {cosine:.5f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--half", action="store_true", help="float16 instead of int8, for GPUs")
    arguments = parser.parse_args()
    for source in arguments.files:
        target = source.with_name(f"{source.stem}_{'fp16' if arguments.half else 'int8'}.onnx")
        (halve if arguments.half else quantise)(source, target)
        compare(source, target)


main()
