"""Writes weights/*.onnx from the checkpoints, checks them against PyTorch, and writes facts.json and training-data.json.

    python export.py
"""
import csv, hashlib, json, pathlib
import numpy as np, torch
from torch import nn
from background_model import Background
from data import CACHE, RENDERS, photos, report_half
from evaluate import BACKGROUND_SIZE, CATEGORIES, EMBEDDING_SIZE, WEIGHTS, squash
from fit_category import Head
from train_embedding import Embedder

RECIPE = pathlib.Path(__file__).parent
# The renders' are those that the catalogue's training command takes for 90 products a category.
SEEDS = {"renders": [1000, 1001, 1002], "background": 2, "embedding": 1, "category": 3, "evaluation pastes": 7}


class Mask(nn.Module):
    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, image):
        return self.network(image).sigmoid()


def open_session(path, threads=2):
    import onnxruntime
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.log_severity_level = threads, 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def load(path):
    return torch.load(CACHE / path, map_location="cpu")


def write(name, model, example, inputs, outputs):
    path = WEIGHTS / f"{name}.onnx"
    model.eval()
    torch.onnx.export(model, example, str(path), dynamo=False, opset_version=17, input_names=[inputs], output_names=[outputs],
                      dynamic_axes={inputs: {0: "batch"}, outputs: {0: "batch"}})
    import onnx
    graph = onnx.load(path)
    graph.doc_string, graph.producer_name = "", "imgsearch"
    for node in graph.graph.node:
        node.doc_string = ""
    onnx.checker.check_model(graph)
    onnx.save(graph, path)
    other = torch.randn(3, *example.shape[1:])
    other = nn.functional.normalize(other, dim=1) if other.ndim == 2 else other
    with torch.no_grad():
        difference = float(np.abs(open_session(path).run(None, {inputs: other.numpy()})[0] - model(other).numpy()).max())
    assert difference < 1e-4, (name, difference)
    data = path.read_bytes()
    return {"file": f"weights/{path.name}", "sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "input": inputs, "output": outputs,
            "parameters": sum(p.numel() for p in model.parameters()), "largestDifferenceToPyTorch": float(f"{difference:.1e}")}


def quantise(name, size):
    """A second file: signed 8-bit weights a channel, unsigned 8-bit activations, ranges from 64 training photos."""
    from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
    from onnxruntime.quantization.shape_inference import quant_pre_process
    data = photos()
    chosen = np.flatnonzero(data["split"] == "train")[::100][:64]
    pictures = np.stack([squash(p, size) for p in data["pixels"][chosen]]).astype(np.float32)

    class Reader(CalibrationDataReader):
        def __init__(self):
            self.batches = iter([{"image": part} for part in np.split(pictures, 8)])

        def get_next(self):
            return next(self.batches, None)

    source, prepared, path = WEIGHTS / f"{name}.onnx", CACHE / f"{name}-prepared.onnx", WEIGHTS / f"{name}.int8.onnx"
    quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
    quantize_static(str(prepared), str(path), Reader(), quant_format=QuantFormat.QDQ, per_channel=True,
                    activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8)
    full, small = (open_session(p).run(None, {"image": pictures})[0] for p in (source, path))
    likeness = {"meanCosine": float((full * small).sum(1).mean())} if full.ndim == 2 else {"meanAbsoluteDifference": float(np.abs(full - small).mean())}
    data = path.read_bytes()
    return {"file": f"weights/{path.name}", "sha256": hashlib.sha256(data).hexdigest(), "size": len(data),
            "toFp32": {k: round(v, 5) for k, v in likeness.items()}}


def preprocessing(size):
    return {"width": size, "height": size, "resize": "squash", "kernel": "bilinear", "scale": "divide-by-255", "mean": [0.5] * 3, "std": [0.25] * 3}


def training_data():
    """What was read, so that a test can hold it against the demo's lists."""
    data = photos()
    train = data["split"] == "train"
    renders = []
    if (RENDERS / "labels.csv").exists():
        with open(RENDERS / "labels.csv") as file:
            renders = list(csv.DictReader(file))
    chosen = lambda name: train & (data["set"] == name)
    return {
        "renderFamilies": sorted({r["family"] for r in renders}),
        "renderedPictures": len(renders),
        "seeds": SEEDS,
        "sets": {
            "clothing": {"split": "train", "photos": int(chosen("clothing").sum()), "senders": sorted(set(data["group"][chosen("clothing")]), key=int)},
            "grocery": {"split": "train", "photos": int(chosen("grocery").sum()), "iconic": "never read in training"},
            "storefront": {"split": "all", "photos": int(chosen("storefront").sum())},
            "diy": {"split": "all", "photos": int(chosen("diy").sum())},
            "cutouts": {"split": "all designs for the embedder, nine tenths for the background remover"},
            "salient": {"split": "evaluation alone"},
        },
        "selectedOn": {
            "clothing": sorted({g for g in data["group"][(data["set"] == "clothing") & (data["split"] == "validation")] if not report_half(g)}, key=int),
            "grocery": "val", "salient": "file names of even SHA-256"},
    }


def main():
    torch.manual_seed(0)
    WEIGHTS.mkdir(exist_ok=True)
    facts = {}
    if (CACHE / "background.pt").exists():
        network = Background()
        network.load_state_dict(load("background.pt")["model"])
        facts["background"] = write("background", Mask(network), torch.randn(2, 3, BACKGROUND_SIZE, BACKGROUND_SIZE), "image", "mask")
        facts["background"] |= {"task": "segmentation", "preprocessing": preprocessing(BACKGROUND_SIZE), "activation": "none", "stretch": False, "minComponentShare": 0.1, "int8": quantise("background", BACKGROUND_SIZE)}
    if (CACHE / "embedding.pt").exists():
        kept = load("embedding.pt")
        network = Embedder(kept["backbone"])
        network.load_state_dict(kept["model"])
        facts["embedding"] = write("embedding", network, torch.randn(2, 3, EMBEDDING_SIZE, EMBEDDING_SIZE), "image", "embedding")
        facts["embedding"] |= {"task": "embedding", "preprocessing": preprocessing(EMBEDDING_SIZE), "dimensions": 256, "pooling": "none",
                               "fill": [255, 255, 255], "margin": 0.08, "int8": quantise("embedding", EMBEDDING_SIZE)}
    if (CACHE / "category.pt").exists():
        head = Head()
        head.load_state_dict(load("category.pt"))
        facts["category"] = write("category", head, nn.functional.normalize(torch.randn(2, 256), dim=1), "embedding", "probabilities")
        facts["category"] |= {"task": "classification", "dimensions": 256, "activation": "none", "labels": CATEGORIES,
                              "note": "The rows sum to less than one: a hidden class 'unknown' is left out."}
    (RECIPE / "facts.json").write_text(json.dumps({"opset": 17, "models": facts}, indent=2) + "\n")
    (RECIPE / "training-data.json").write_text(json.dumps(training_data(), indent=2) + "\n")
    print(json.dumps(facts, indent=1))


if __name__ == "__main__":
    main()
