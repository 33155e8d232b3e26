"""Token ids by open_clip and transformers, for Tests/ModelTests/Goldens/tokenizer.

clip.jsonl    the published vocabulary. "ids" are OpenAI's, as open_clip's SimpleTokenizer gives them. Where others
              differ: "open_clip", of open_clip over a Hugging Face tokenizer; "transformers", of that one by itself.
small/        a model directory with a small vocabulary, the first of CLIP's merges and ids drawn by lot: vocab.json and
              merges.txt.
small-json/   the same as transformers writes it: tokenizer.json.
small.jsonl   its ids, by open_clip.
"""
import json
import random
import re
import shutil
import tempfile
from pathlib import Path

import ftfy
import open_clip
import regex
from open_clip.tokenizer import SimpleTokenizer
from transformers import CLIPTokenizer

from goldenmaking import texts
from modelmaking import bpe

FOLDER = Path("Tests/ModelTests/Goldens/tokenizer")
SMALL = 1024
CONTEXT = 77


def openai():
    """SimpleTokenizer with OpenAI's special tokens; open_clip spells them <start_of_text>, <end_of_text>."""
    tokenizer = SimpleTokenizer()
    special = [bpe.START, bpe.END]
    for theirs, token in zip(["<start_of_text>", "<end_of_text>"], special):
        tokenizer.encoder[token] = tokenizer.encoder.pop(theirs)
    tokenizer.cache = {token: token for token in special}
    pattern = tokenizer.pat.pattern.replace("<start_of_text>|<end_of_text>", "|".join(map(re.escape, special)))
    tokenizer.pat = regex.compile(pattern, regex.IGNORECASE)
    return tokenizer


def openai_ids(tokenizer, text):
    ids = tokenizer([text])[0].tolist()
    return ids[:len(ids) - ids[::-1].index(tokenizer.eot_token_id)]


def directory(folder, vocab, merges):
    """A model directory as far as a tokenizer is concerned, and open_clip's tokenizer of it."""
    bpe.save(vocab, merges, CONTEXT, folder)
    text = {"context_length": CONTEXT, "vocab_size": len(vocab), "hf_tokenizer_name": "small"}
    config = {"model_cfg": {"embed_dim": 8, "vision_cfg": {}, "text_cfg": text}, "preprocess_cfg": {}}
    (folder / "open_clip_config.json").write_text(json.dumps(config, indent=2) + "\n")
    return open_clip.get_tokenizer(f"local-dir:{folder}")


def small_vocabulary(merges):
    letters = bpe.byte_letters()
    merges = merges[:SMALL - 2 * len(letters) - 2]
    tokens = letters + [letter + "</w>" for letter in letters]
    tokens += ["".join(pair) for pair in merges] + [bpe.START, bpe.END]
    random.Random(0).shuffle(tokens)
    return {token: place for place, token in enumerate(tokens)}, merges


def huggingface_ids(tokenizer, text):
    return tokenizer(text, truncation=True, max_length=CONTEXT)["input_ids"]


def write(file, cases):
    lines = [json.dumps(case, ensure_ascii=True, separators=(",", ":")) for case in cases]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main():
    cases = texts.everything()
    fix_text = ftfy.fix_text
    reference = openai()
    vocab = {token.replace("<start_of_text>", bpe.START): i for token, i in reference.encoder.items()}
    merges = sorted(reference.bpe_ranks, key=reference.bpe_ranks.get)
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)

    told = []
    with tempfile.TemporaryDirectory() as folder:
        wrapped = directory(Path(folder), vocab, merges)
        for text in cases + texts.MOJIBAKE:
            ids = openai_ids(reference, text)
            case = {"text": text, "ids": ids}
            others = {"open_clip": huggingface_ids(wrapped.tokenizer, wrapped.clean_fn(text)),
                      "transformers": huggingface_ids(wrapped.tokenizer, text)}
            case |= {name: other for name, other in others.items() if other != ids}
            ftfy.fix_text = lambda text: fix_text(text, fix_encoding=False)
            if openai_ids(reference, text) != ids:
                case["mojibake"] = True
            ftfy.fix_text = fix_text
            told.append(case)
    write(FOLDER / "clip.jsonl", told)

    wrapped = directory(FOLDER / "small", *small_vocabulary(merges))
    (FOLDER / "small-json").mkdir()
    for name in ("tokenizer.json", "tokenizer_config.json"):
        (FOLDER / "small" / name).rename(FOLDER / "small-json" / name)
    shutil.copy(FOLDER / "small" / "open_clip_config.json", FOLDER / "small-json")
    shutil.copy(FOLDER / "small-json" / "tokenizer_config.json", FOLDER / "small")
    again = [open_clip.get_tokenizer(f"local-dir:{FOLDER / name}") for name in ("small", "small-json")]
    chosen = [case["text"] for case in told if "mojibake" not in case]
    chosen = texts.WRITTEN + chosen[len(texts.WRITTEN)::15]
    small = []
    for text in chosen:
        if ftfy.fix_text(text) != fix_text(text, fix_encoding=False):
            continue
        ids = [huggingface_ids(each.tokenizer, each.clean_fn(text)) for each in [wrapped, *again]]
        assert ids[0] == ids[1] == ids[2], text
        small.append({"text": text, "ids": ids[0]})
    write(FOLDER / "small.jsonl", small)
    count = lambda key: sum(key in case for case in told)
    print(f"{len(told)} texts; {count('open_clip')} differ through open_clip's HFTokenizer, {count('transformers')} in"
          f" transformers alone, {count('mojibake')} hold what ftfy takes for mojibake; {len(small)} with the small one")


main()
