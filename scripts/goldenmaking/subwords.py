"""Small tokenizers of every kind but CLIP's, trained and written by sentencepiece, tokenizers and transformers, and the
ids that those make of texts: a directory each in Tests/ModelTests/Goldens/subwords.

texts.json.gz     the texts: those of the tokenizer's goldens, one in four, and some hundred in other scripts.
NAME/             a model directory as far as its tokenizer is concerned.
NAME/ids.json.gz  the ids of each text, cut to 64, and which were cut.
"""
import gzip
import json
import random
import shutil
import tempfile
from pathlib import Path

import ftfy
import open_clip
import sentencepiece
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import (
    BertTokenizerFast, GemmaTokenizerFast, PreTrainedTokenizerFast, RobertaTokenizerFast, Siglip2Tokenizer,
    SiglipTokenizer, T5TokenizerFast, XLMRobertaTokenizerFast)

from goldenmaking import texts
from goldenmaking.scripts_of_the_world import PROMPTS

FOLDER = Path("Tests/ModelTests/Goldens/subwords")
CONTEXT = 64


def chosen():
    """One in four of the tokenizer's texts, all of other scripts, and words of them by lot."""
    random.seed(0)
    drawn = []
    words = [word for prompt in PROMPTS for word in prompt.split()]
    for _ in range(350):
        drawn.append(random.choice([" ", "  ", ""]).join(random.choices(words, k=random.randint(1, 9))))
    letters = [chr(c) for c in [*range(0x21, 0x250), *range(0x370, 0x600), *range(0x900, 0x980), *range(0xE01, 0xE5C),
                                *range(0x3041, 0x3100), *range(0x4E00, 0x4E80), *range(0xAC00, 0xAC60),
                                *range(0x1F600, 0x1F640), *range(0xFF01, 0xFF60), *range(0x2000, 0x2070)]]
    for _ in range(150):
        drawn.append("".join(random.choices(letters, k=random.randint(1, 20))))
    special = ["</s>", "a </s> b", "<s>a</s>", "<unk>", "<pad> a", "a <mask> b", "a<mask>b", "[CLS] a [SEP]", "[MASK]ed",
               "<bos>a<eos>", "<extra_id_0>", "\u2581a\u2581b", "a \u2581 b", "##ing", "<0x41>", "a\u0120b"]
    return [*texts.WRITTEN, *texts.everything()[len(texts.WRITTEN)::4], *PROMPTS, *drawn, *special]


def sentencepiece_model(folder, corpus, name, **options):
    """A model file as its users train one."""
    lines = folder / "corpus.txt"
    lines.write_text("\n".join(line for line in corpus if line.strip()) + "\n")
    sentencepiece.SentencePieceTrainer.train(
        input=str(lines), model_prefix=str(folder / name), hard_vocab_limit=False, num_threads=1,
        character_coverage=0.98, minloglevel=2, **options)
    return folder / f"{name}.model"


def library_ids(folder):
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return lambda text: tokenizer.encode(text).ids, tokenizer.num_special_tokens_to_add(False)


def write(name, cases, encode, around):
    """Ids without a limit, cut here as truncation does it: what stands at the end stays."""
    ids, cut = [], []
    for index, text in enumerate(cases):
        whole = encode(text)
        if len(whole) > CONTEXT:
            cut.append(index)
            after = around[1]
            whole = whole[:CONTEXT - after] + whole[len(whole) - after:]
        ids.append(whole)
    pack(FOLDER / name / "ids.json.gz", {"ids": ids, "cut": cut})


def pack(file, value):
    file.write_bytes(gzip.compress(json.dumps(value, separators=(",", ":")).encode(), 9, mtime=0))


def keep(tokenizer, name, *files):
    tokenizer.save_pretrained(FOLDER / name)
    for file in (FOLDER / name).iterdir():
        if file.name not in ("tokenizer.json", "tokenizer_config.json", *files):
            file.unlink()
    settings = FOLDER / name / "tokenizer_config.json"
    value = json.loads(settings.read_text())
    for key in ("vocab_file", "is_local", "local_files_only"):
        value.pop(key, None)
    settings.write_text(json.dumps(value, indent=1) + "\n")


def main():
    cases = chosen()
    corpus = [line for line in cases if 0 < len(line) < 400] * 3
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    pack(FOLDER / "texts.json.gz", cases)
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)

        t5 = sentencepiece_model(scratch, corpus, "t5", vocab_size=1600, model_type="unigram", pad_id=0, eos_id=1,
                                 unk_id=2, bos_id=-1)
        (scratch / "t5").mkdir()
        shutil.copy(t5, scratch / "t5/spiece.model")
        keep(T5TokenizerFast.from_pretrained(scratch / "t5", extra_ids=3), "t5")
        encode, _ = library_ids(FOLDER / "t5")
        write("t5", cases, encode, (0, 1))

        (FOLDER / "siglip").mkdir()
        siglip = SiglipTokenizer(str(t5))
        siglip.save_pretrained(FOLDER / "siglip")
        for file in (FOLDER / "siglip").iterdir():
            if file.name not in ("spiece.model", "tokenizer_config.json"):
                file.unlink()
        # Special tokens that a text spells are found before the punctuation is removed; these texts are left out.
        write("siglip", cases, lambda text: [] if "<unk>" in text or "</s>" in text else siglip(text)["input_ids"],
              (0, 1))

        xlmr = sentencepiece_model(scratch, corpus, "xlmr", vocab_size=1600, model_type="unigram")
        (scratch / "xlmr").mkdir()
        shutil.copy(xlmr, scratch / "xlmr/sentencepiece.bpe.model")
        keep(XLMRobertaTokenizerFast.from_pretrained(scratch / "xlmr"), "xlm-roberta")
        encode, _ = library_ids(FOLDER / "xlm-roberta")
        write("xlm-roberta", cases, encode, (1, 1))

        bpe = sentencepiece_model(
            scratch, corpus, "gemma", vocab_size=2200, model_type="bpe", byte_fallback=True, pad_id=0, eos_id=1, bos_id=2,
            unk_id=3, add_dummy_prefix=False, normalization_rule_name="identity", remove_extra_whitespaces=False)
        (scratch / "gemma").mkdir()
        shutil.copy(bpe, scratch / "gemma/tokenizer.model")
        gemma = GemmaTokenizerFast.from_pretrained(
            scratch / "gemma", add_bos_token=False, add_eos_token=True, padding_side="right")
        keep(gemma, "gemma")
        write("gemma", cases, lambda text: gemma(text)["input_ids"], (0, 1))
        (scratch / "siglip2").mkdir()
        gemma.save_pretrained(scratch / "siglip2")
        siglip2 = Siglip2Tokenizer.from_pretrained(
            scratch / "siglip2", add_bos_token=False, add_eos_token=True, padding_side="right")
        keep(siglip2, "siglip2")
        write("siglip2", cases, lambda text: siglip2(text)["input_ids"], (0, 1))

    bert = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    bert.normalizer = normalizers.BertNormalizer()
    bert.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    bert.train_from_iterator(corpus, trainers.WordPieceTrainer(
        vocab_size=1500, special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], show_progress=False,
        limit_alphabet=400))
    order = sorted(bert.get_vocab().items(), key=lambda item: item[1])
    with tempfile.TemporaryDirectory() as scratch:
        (Path(scratch) / "vocab.txt").write_text("".join(token + "\n" for token, _ in order))
        keep(BertTokenizerFast.from_pretrained(scratch), "bert")
        shutil.copytree(FOLDER / "bert", FOLDER / "bert-vocab")
        (FOLDER / "bert-vocab/tokenizer.json").unlink()
        shutil.copy(Path(scratch) / "vocab.txt", FOLDER / "bert-vocab")
    encode, _ = library_ids(FOLDER / "bert")
    write("bert", cases, encode, (1, 1))
    shutil.copy(FOLDER / "bert/ids.json.gz", FOLDER / "bert-vocab")

    roberta = Tokenizer(models.BPE())
    roberta.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    roberta.train_from_iterator(corpus, trainers.BpeTrainer(
        vocab_size=1500, special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"], show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    with tempfile.TemporaryDirectory() as scratch:
        roberta.model.save(scratch)
        keep(RobertaTokenizerFast.from_pretrained(scratch), "roberta", "vocab.json", "merges.txt")
        for name in ("vocab.json", "merges.txt"):
            shutil.copy(Path(scratch) / name, FOLDER / "roberta")
    encode, _ = library_ids(FOLDER / "roberta")
    write("roberta", cases, encode, (1, 1))

    parts = {
        "parts-words": (
            normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase(), normalizers.Strip()]),
            pre_tokenizers.Sequence([pre_tokenizers.Whitespace(), pre_tokenizers.Digits(individual_digits=True)])),
        "parts-marks": (
            normalizers.Sequence([normalizers.Nmt(), normalizers.NFD(), normalizers.StripAccents(),
                                  normalizers.Replace(Regex(" {2,}"), " "), normalizers.Replace("photo", "image")]),
            pre_tokenizers.Sequence([pre_tokenizers.Punctuation("merged_with_next"),
                                     pre_tokenizers.Metaspace(prepend_scheme="first")])),
        "parts-split": (
            normalizers.Sequence([normalizers.NFC(), normalizers.Prepend("_")]),
            pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(r"\s+"), "contiguous"), pre_tokenizers.Split(
                Regex("[a-m]+"), "removed", invert=True), pre_tokenizers.Split("e", "merged_with_previous")])),
    }
    for name, (normalizer, splitter) in parts.items():
        tokenizer = Tokenizer(models.BPE(unk_token="[UNK]", fuse_unk=name == "parts-marks"))
        tokenizer.normalizer, tokenizer.pre_tokenizer = normalizer, splitter
        tokenizer.train_from_iterator(corpus, trainers.BpeTrainer(
            vocab_size=700, special_tokens=["[UNK]", "[PAD]"], show_progress=False, limit_alphabet=150))
        (FOLDER / name).mkdir()
        tokenizer.save(str(FOLDER / name / "tokenizer.json"))
        encode, _ = library_ids(FOLDER / name)
        write(name, cases, encode, (0, 0))

    # open_clip around them; what ftfy takes for mojibake is left out.
    fix_text = ftfy.fix_text
    plain = [text for text in cases if fix_text(text) == fix_text(text, fix_encoding=False)]
    for name, base, clean, more in [("open-clip-siglip", "t5", "canonicalize", {}),
                                    ("open-clip-clipa", "bert", "whitespace", {"strip_sep_token": True})]:
        shutil.copytree(FOLDER / base, FOLDER / name)
        arguments = {**more, **({"clean": clean} if clean != "whitespace" else {})}
        text = {"context_length": CONTEXT, "hf_tokenizer_name": "x", "tokenizer_kwargs": arguments}
        configuration = {"model_cfg": {"embed_dim": 8, "vision_cfg": {}, "text_cfg": text}, "preprocess_cfg": {}}
        (FOLDER / name / "open_clip_config.json").write_text(json.dumps(configuration) + "\n")
        tokenizer = open_clip.get_tokenizer(f"local-dir:{FOLDER / name}")
        pad = tokenizer.tokenizer.pad_token_id
        around = (0, 1) if base == "t5" else (1, 1)
        separator = tokenizer.tokenizer.sep_token_id if more else None

        def encode(text):
            if text not in plain:
                return []
            ids = tokenizer.tokenizer(tokenizer.clean_fn(text))["input_ids"]
            return [0 if more and id == separator else id for id in ids]

        write(name, cases, encode, around)
        padded = tokenizer(["a photo of a cat."])[0].tolist()
        ids = encode("a photo of a cat.")
        assert padded == ids + [pad] * (CONTEXT - len(ids)), name


main()
