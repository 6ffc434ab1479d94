"""What the export scripts share: arguments, the way to ONNX, and the check that the graph computes the same."""

import argparse
import hashlib
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch

OUT = Path(__file__).parents[2] / ".cache" / "models"
OPSET = 18


def parse_arguments(description: str, presets: list[str], add=lambda parser: None) -> argparse.Namespace:
    """Arguments of a script; --preset where it makes several. `onnx` is the folder of the graphs: as on the Hub."""
    parser = argparse.ArgumentParser(description=description)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--weights", type=Path, help="published weights: a file, or a folder for transformers models")
    source.add_argument("--random-weights", action="store_true", help="the true graph with noise, always the same")
    parser.add_argument("--preset", choices=presets, default=presets[0], help="(default: %(default)s)")
    parser.add_argument("--out", type=Path, help=f"folder to write to (default: {OUT}/PRESET)")
    add(parser)
    arguments = parser.parse_args()
    arguments.out = arguments.out or OUT / arguments.preset
    arguments.onnx = arguments.out / "onnx"
    arguments.onnx.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(20200920)
    return arguments


def load_state(module: torch.nn.Module, file: Path | None) -> torch.nn.Module:
    """Loads a published state dict, strictly: a missing key means another architecture."""
    if file is not None:
        if file.suffix == ".safetensors":
            from safetensors.torch import load_file

            state = load_file(file)
        else:
            state = torch.load(file, map_location="cpu", weights_only=True)
        # Trained on several devices, each name has this before it.
        module.load_state_dict({name.removeprefix("module."): value for name, value in state.items()})
    return module.eval()


def export(
    module, example, path: Path, inputs: list[str], outputs: list[str], dynamic_batch=True, slim=False, tolerance=1e-4
) -> None:
    """Writes one self-contained file, and holds it against PyTorch for one and, where the batch is free, three. `slim`
    leaves out what only tells where a node came from, which is most of a tiny graph."""
    names = {0: torch.export.Dim("batch", min=1, max=1024)}
    twice = torch.cat([example, example]) if dynamic_batch else example
    with torch.inference_mode():
        torch.onnx.export(
            module,
            (twice,),
            path,
            input_names=inputs,
            output_names=outputs,
            dynamic_shapes=(names,) if dynamic_batch else None,
            opset_version=OPSET,
            external_data=False,
            dynamo=True,
            verbose=False,
        )
    if slim:
        model = onnx.load(path)
        model.graph.ClearField("value_info")
        for part in [*model.graph.node, *model.graph.initializer, *model.graph.input, *model.graph.output]:
            part.ClearField("metadata_props")
            part.ClearField("doc_string")
        onnx.save(model, path)
    verify(module, example, path, outputs, [1, 3] if dynamic_batch else [1], tolerance)


def verify(module, example, path: Path, outputs: list[str], batches: list[int], tolerance: float) -> None:
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    assert [output.name for output in session.get_outputs()] == outputs
    name = session.get_inputs()[0].name
    for batch in batches:
        rows = torch.cat([example.roll(n, -1) for n in range(batch)])
        with torch.inference_mode():
            expected = module(rows)
        expected = [expected] if isinstance(expected, torch.Tensor) else list(expected)
        actual = session.run(None, {name: rows.numpy()})
        worst = max(float(np.abs(a - e.numpy()).max()) for a, e in zip(actual, expected, strict=True))
        scale = max(float(e.abs().max()) for e in expected)
        assert worst <= tolerance * max(1.0, scale), f"{path}: off by {worst} (largest value {scale})"
        print(f"  batch {batch}: {len(actual)} output(s) within {worst:.1e} of PyTorch (largest value {scale:.3g})")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    print(f"  {path}: {path.stat().st_size / 1e6:.1f} MB, sha256 {digest}")
