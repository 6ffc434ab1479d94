"""Writes golden/tokenizers: small vocabularies of the true kinds, and what the Python references make of many texts.

    python packages/onnx/golden/make-tokenizers.py      (pip install -r models/export/requirements.txt)

Kinds: CLIP's byte-level BPE, SigLIP's SentencePiece (unigram), Gemma's BPE with byte fallback for SigLIP 2. They are
trained here on a text of our own, because published vocabularies are large and under licences of their own; the code
that reads them is the same. Training breaks ties by chance: another run gives other vocabularies of the same kinds.

References: transformers' CLIPTokenizer and Siglip2Tokenizer (the tokenizers library in Rust) and its SiglipTokenizer
(SentencePiece in C++). Nothing of imgsearch runs here.

Texts are put together from FRAGMENTS by a generator that the test repeats. Of each answer a hash is kept, and the
tokens themselves of TEXTS. --clip FILE checks with a vocabulary of CLIP's own (bpe_simple_vocab_16e6.txt.gz) and
writes into --out instead.
"""

import argparse
import base64
import gzip
import io
import json
import string
import tempfile
from pathlib import Path

import numpy as np
import sentencepiece
import tokenizers
import transformers
from tokenizers import AddedToken, Regex, Tokenizer, normalizers, pre_tokenizers, processors, trainers
from tokenizers.models import BPE
from transformers import CLIPTokenizer, SiglipTokenizer
from transformers.convert_slow_tokenizer import SpmConverter, import_protobuf
from transformers.models.siglip2 import Siglip2Tokenizer
from transformers.tokenization_utils_base import generate_merges

COUNT = 4000
CORPUS = """
red leather handbag with a gold chain and two pockets, running shoes for men size 43, women's cotton summer dress
blue denim jacket, the back of a wooden dining chair, a table lamp made of brass, wireless earphones in a white case
a photo of a pair of sneakers, don't fold, it's 100% wool, we've got new colours every week, 12.5 inch laptop sleeve
빨간 가죽 핸드백, 금색 체인이 달린 가방, 남성용 운동화 사이즈 270, 여성 면 원피스 여름 신상, 파란색 데님 자켓
나무 식탁 의자 두 개, 황동 스탠드 조명, 흰색 케이스에 든 무선 이어폰, 노트북 파우치, 오늘 주문하면 내일 도착
赤い革のバッグ、白いスニーカー、木製の椅子。 红色皮革手提包，白色运动鞋，木椅。 sac à main en cuir rouge, chaussures
حقيبة جلدية حمراء وأحذية بيضاء لال للنساء. लाल चमड़े का बैग और सफेद जूते। красная кожаная сумка, белые кроссовки для бега
straße größe naïve café façade İstanbul ΣΊΣΥΦΟΣ ﬁne ﬂat ½ ² ™ 😀 👟👜 👩‍👩‍👧 🇰🇷
"""
FRAGMENTS = [
    *"red|Leather|HANDBAG|shoe's|don't|it's|we've|size|43|12.5|100%|$5.99|a|the|chair|table-lamp|e.g.|#1|@home|C++".split("|"),
    *"빨간|가죽|핸드백|운동화|여성용|의자를|ㅋㅋ|가방이|사이즈는|하하".split("|"),
    "\u1112\u1161\u11ab\u1100\u1173\u11af",  # Korean written in single letters
    *"赤い|バッグ|白色|运动鞋|。|，|حقيبة|لال|चमड़े|जूते|кожаная|белые".split("|"),
    *"straße|größe|naïve|café|cafe\u0301|İstanbul|ΣΊΣΥΦΟΣ|ﬁne|½|²|Ⅷ|①|ＡＢＣ|ｶﾞ|ﬀ|Å|A\u030a|ǅ|ﷺ".split("|"),
    *"😀|👟|👩‍👩‍👧|👍🏽|🇰🇷|❤️|❤|1️⃣|☂|\U0001fae8".split("|"),
    "\u200d", "\u200b", "\u00ad", "\ufeff", "\u2060", "\ufffd", "\u0301", "\u0e33", "\x00", "\x1f", "\x7f", "\x85",
    *"...|!!!|--|_|__init__|(|)|[x]|{y}|<b>|</b>|&amp;|/|\\|\"|'|`|~|^|=|+|*|;|:|?|!|’|“|”|–|—|…|·|•|▁|▁▁|<unk|s>".split("|"),
    "\n", "\n\n", "\t", "\r\n", "  ", "   ", "\u00a0", "\u3000", "\u2003", "\u2028", "\x0b",
    *"0|1|42|2024|1,000|3rd|x2|4K|µ|Ω|\u03c2|\u0131|\u1e9e|ß|\ud7a3|\U00020000|\U0001d538|\u0130|\u01c4".split("|"),
]  # fmt: skip
TEXTS = [
    "", " ", "\n\t ", "a", "A photo of a Red Leather HANDBAG", "빨간 가죽 핸드백", "운동화 270", "😀", "👩‍👩‍👧 가방", "🇰🇷🇯🇵",
    "it's we've don't I'LL", "café", "cafe\u0301", "ﬁne ½ ²", "straße STRASSE ẞ", "İstanbul", "ΣΊΣΥΦΟΣ ΣΑΣ", "ＡＢＣ　１２３",
    "a  b   c", " lead", "trail ", "a\nb\tc\r\nd", "a\u00a0b\u3000c", "zero\u200bwidth", "join\u200dme", "soft\u00adhyphen",
    "!!!", "...", "e.g. x-ray, (new)", "#1 @home C++ 100% $5.99", "snake_case __init__", "▁ ▁▁ a▁b", "\x00 null", "\ufffd",
    "\u1112\u1161\u11ab\u1100\u1173\u11af", "한글", "قميص", "चमड़े", "ใช้", "\U00020000 \U0001d538", "1234567890",
    "shoe " * 100, "가방 " * 100, "x" * 500, "👟" * 90, "!" * 200, "red leather handbag with a gold chain and two pockets, " * 5,
]  # fmt: skip
SEPARATORS = [" ", " ", " ", "", "", "  ", ", ", "\n"]


def make_texts() -> list[str]:
    state, texts = 20200920, []

    def pick(count: int) -> int:
        nonlocal state
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        return (state >> 4) % count

    for _ in range(COUNT):
        text = ""
        for at in range(1 + pick(9)):
            text += (SEPARATORS[pick(len(SEPARATORS))] if at else "") + FRAGMENTS[pick(len(FRAGMENTS))]
        texts.append(text)
    return texts


def fnv(ids: list[int]) -> int:
    """FNV-1a of the ids as little-endian 32-bit numbers."""
    state = 0x811C9DC5
    for byte in np.array(ids, "<u4").tobytes():
        state = ((state ^ byte) * 0x01000193) & 0xFFFFFFFF
    return state


def answers(encode, **about) -> dict:
    """What `encode` makes of the texts, as long as the tower takes them; without the padding at the end."""

    def unpadded(text: str) -> list[int]:
        ids = encode(text)
        assert len(ids) == about["contextLength"]
        while ids and ids[-1] == about["padId"]:
            ids.pop()
        return ids

    hashes = np.array([fnv(encode(text)) for text in make_texts()], "<u4")
    return {
        **about,
        "texts": [{"text": text, "ids": unpadded(text)} for text in TEXTS],
        "hashes": base64.b64encode(hashes.tobytes()).decode(),
    }


def clip(vocabulary: Path | None) -> tuple[Tokenizer, dict]:
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    if vocabulary:
        lines = gzip.open(vocabulary, "rt", encoding="utf-8").read().split("\n")
        merges = [tuple(line.split()) for line in lines[1 : 49152 - 256 - 2 + 1]]
        # Its order of single bytes: printable ones first, as in the published vocabulary.
        letters = list(byte_order())
    else:
        merges = train_clip(letters)
    pieces = [*letters, *(letter + "</w>" for letter in letters), *("".join(pair) for pair in merges)]
    ids = {piece: n for n, piece in enumerate([*pieces, "<|startoftext|>", "<|endoftext|>"])}
    reference = CLIPTokenizer(vocab=ids, merges=merges)
    settings = {"padding": "max_length", "truncation": True, "max_length": 77}
    expected = answers(lambda text: reference(text, **settings)["input_ids"], contextLength=77, padId=len(ids) - 1)
    reference.backend_tokenizer.no_padding()
    reference.backend_tokenizer.no_truncation()
    return reference.backend_tokenizer, expected


def byte_order():
    visible = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    yield from map(chr, visible)
    yield from (chr(256 + n) for n in range(256 - len(visible)))


def train_clip(letters: list[str]) -> list[tuple[str, str]]:
    plain = CLIPTokenizer().backend_tokenizer
    learner = Tokenizer(BPE(end_of_word_suffix="</w>"))
    learner.normalizer, learner.pre_tokenizer = plain.normalizer, plain.pre_tokenizer
    trainer = trainers.BpeTrainer(
        vocab_size=900, end_of_word_suffix="</w>", initial_alphabet=letters, show_progress=False
    )
    learner.train_from_iterator([CORPUS] * 4, trainer)
    return [tuple(pair) for pair in json.loads(learner.to_str())["model"]["merges"]]


def train_sentencepiece(folder: Path, **settings) -> Path:
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(CORPUS.strip().split("\n") * 3), model_writer=model, minloglevel=2, **settings
    )
    (folder / "spiece.model").write_bytes(model.getvalue())
    return folder / "spiece.model"


class SiglipConverter(SpmConverter):
    """To the layout of the ONNX exports: SigLIP's own cleaning as normalizers, then SentencePiece's."""

    def unk_id(self, proto):
        return 2

    def normalizer(self, proto):
        punctuation = "".join(f"\\{one}" for one in string.punctuation)
        cleaning = [
            normalizers.Lowercase(),
            normalizers.Replace(Regex(f"[{punctuation}]"), ""),
            normalizers.Replace(Regex(r"\s+"), " "),
            normalizers.Strip(),
        ]
        return normalizers.Sequence([*cleaning, super().normalizer(proto)])

    def post_processor(self):
        return processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])


def siglip(folder: Path) -> tuple[Tokenizer, dict]:
    file = train_sentencepiece(
        folder, model_type="unigram", vocab_size=420, character_coverage=0.99, hard_vocab_limit=False,
        normalization_rule_name="nmt_nfkc", pad_id=0, eos_id=1, unk_id=2, bos_id=-1,
    )  # fmt: skip
    reference = SiglipTokenizer(str(file))
    settings = {"padding": "max_length", "truncation": True, "max_length": 64}
    expected = answers(lambda text: reference(text, **settings)["input_ids"], contextLength=64, padId=1, canonical=True)
    return SiglipConverter(reference).converted(), expected


def gemma(folder: Path) -> tuple[Tokenizer, dict]:
    file = train_sentencepiece(
        folder, model_type="bpe", vocab_size=900, character_coverage=0.98, byte_fallback=True, split_digits=True,
        add_dummy_prefix=False, remove_extra_whitespaces=False, normalization_rule_name="identity",
        pad_id=0, eos_id=1, bos_id=2, unk_id=3, eos_piece="<eos>", bos_piece="<bos>", user_defined_symbols=["<mask>", "\n", "\n\n", "<b>", "</b>"],
        allow_whitespace_only_pieces=True,
    )  # fmt: skip

    proto = import_protobuf().ModelProto()
    proto.ParseFromString(file.read_bytes())
    scores = [(piece.piece, piece.score) for piece in proto.pieces]
    vocabulary = {piece: n for n, (piece, _) in enumerate(scores)}
    merges = generate_merges(vocabulary, scores)
    converted = Tokenizer(BPE(vocabulary, merges, unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    converted.normalizer = normalizers.Replace(" ", "▁")
    converted.pre_tokenizer = pre_tokenizers.Split(" ", "merged_with_previous")
    own = [piece.piece for piece in proto.pieces if piece.type == 4]
    converted.add_tokens([AddedToken(piece, normalized=False) for piece in own])
    converted.add_special_tokens([AddedToken(one, normalized=False) for one in ("<pad>", "<eos>", "<bos>", "<unk>")])
    converted.post_processor = processors.TemplateProcessing(single="$A <eos>", special_tokens=[("<eos>", 1)])
    converted.save(str(folder / "tokenizer.json"))
    reference = Siglip2Tokenizer.from_pretrained(folder, padding_side="right", local_files_only=True)
    settings = {"padding": "max_length", "truncation": True, "max_length": 64}
    encode = lambda text: reference(text, **settings)["input_ids"]
    return converted, answers(encode, contextLength=64, padId=0, lowerCase=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clip", type=Path, help="CLIP's own vocabulary")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "tokenizers")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    kinds = {}
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        kinds["clip"] = clip(arguments.clip)
        kinds["siglip"] = siglip(Path(one))
        kinds["gemma"] = gemma(Path(two))
    versions = [f"{m.__name__} {m.__version__}" for m in (transformers, tokenizers, sentencepiece)]
    golden = {"madeBy": ", ".join(versions), "count": COUNT, "fragments": FRAGMENTS, "separators": SEPARATORS}
    golden["kinds"] = {name: expected for name, (_, expected) in kinds.items()}
    (arguments.out / "answers.json").write_text(json.dumps(golden) + "\n")
    for name, (tokenizer, _) in kinds.items():
        # Most of SigLIP's is the normalisation of SentencePiece, and shrinks by half.
        packed = gzip.compress(json.dumps(json.loads(tokenizer.to_str())).encode(), mtime=0)
        (arguments.out / f"{name}.json.gz").write_bytes(packed)
    print(golden["madeBy"], {path.name: path.stat().st_size for path in sorted(arguments.out.iterdir())})


main()
