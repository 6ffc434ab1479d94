"""A tokenizer for random weights: CLIP's rules over single letters, without the 49152 merges that belong to CLIP."""

from pathlib import Path

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

START, END = 49406, 49407


def write_byte_tokenizer(path: Path) -> None:
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {letter: n for n, letter in enumerate(letters)}
    vocabulary |= {letter + "</w>": 256 + n for n, letter in enumerate(letters)}
    vocabulary |= {"<|startoftext|>": START, "<|endoftext|>": END}
    tokenizer = Tokenizer(models.BPE(vocabulary, [], unk_token="<|endoftext|>", end_of_word_suffix="</w>"))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)]
    )
    tokenizer.add_special_tokens(["<|startoftext|>", "<|endoftext|>"])
    tokenizer.post_processor = processors.RobertaProcessing(
        ("<|endoftext|>", END), ("<|startoftext|>", START), trim_offsets=False, add_prefix_space=False
    )
    tokenizer.save(str(path))
