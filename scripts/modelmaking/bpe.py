"""Byte-level BPE in CLIP's form, trained on our captions, and its files in the Hugging Face form."""
import json
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers
from transformers import CLIPTokenizer

START, END = "<|startoftext|>", "<|endoftext|>"
PATTERN = r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"


def byte_letters():
    """CLIP's order of the 256 letters that stand for bytes."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in shown]
    return [chr(byte) for byte in shown] + [chr(256 + place) for place in range(len(hidden))]


def train(texts, size):
    """vocab {token: id} and merges [(left, right)]; ids as CLIP's: letters, letters</w>, merges, start, end."""
    tokenizer = Tokenizer(models.BPE(end_of_word_suffix="</w>"))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(PATTERN), behavior="removed", invert=True),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ])
    letters = byte_letters()
    letters += [letter + "</w>" for letter in letters]
    merges = size - len(letters) - 2
    # All letters get their ids first: ties are broken by id, and the library numbers what it meets in any order.
    trainer = trainers.BpeTrainer(vocab_size=size + 400, special_tokens=letters, end_of_word_suffix="</w>",
                                  show_progress=False)
    tokenizer.train_from_iterator(texts, trainer)
    pairs = [tuple(pair) for pair in json.loads(tokenizer.to_str())["model"]["merges"]][:merges]
    tokens = letters + ["".join(pair) for pair in pairs] + [START, END]
    vocab = {token: place for place, token in enumerate(tokens)}
    assert len(vocab) == size, (len(vocab), size)
    return vocab, pairs


def save(vocab, merges, context, folder):
    """vocab.json, merges.txt, tokenizer.json and tokenizer_config.json."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = CLIPTokenizer(vocab=vocab, merges=merges, model_max_length=context)
    tokenizer.save_pretrained(folder)
    whole = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    (folder / "tokenizer.json").write_text(json.dumps(whole, ensure_ascii=False, separators=(",", ":")), "utf-8")
    (folder / "vocab.json").write_text(json.dumps(vocab, ensure_ascii=False), encoding="utf-8")
    lines = ["#version: 0.2", *(" ".join(pair) for pair in merges)]
    (folder / "merges.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tokenizer
