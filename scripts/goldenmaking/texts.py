"""The texts of the tokenizer's goldens."""
import json
import random
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from pathlib import Path

PACKAGE = "clip-benchmark==1.6.2"

WRITTEN = [
    # English, and what the pattern takes apart
    "", " ", "a", "A", "a photo of a cat.", "A PHOTO OF A CAT.", "  a   photo \t of\na\r\ncat  ",
    "a photo of the nice cat", "it's", "IT'S", "don't you're we've i'm they'll he'd",
    "DON'T YOU'RE WE'VE I'M THEY'LL HE'D", "'s", "''s", "s's", "rock 'n' roll", "'tis the season", "o'clock", "'",
    "''", "'''", "x'", "'x", "'r", "'v", "'l", "'re", "'rest", "t-shirt/top", "black-and-white", "3.14", "1,234,567",
    "2024-05-01", "10:30pm", "42", "007", "a1b2c3", "x2", "2x", "100%", "$9.99", "#hashtag", "@someone", "C++", "c#",
    "e = mc^2", "a_b_c", "snake_case_name", "camelCaseName", "http://example.com/a?b=c&d=e#f", "me@example.com",
    "/usr/local/bin", "C:\\Windows", "...", "?!", "wait... what?!", "(a) [b] {c} <d>", "<html><b>bold</b></html>",
    "a<b>c", "-", "--", "---", "* * *", "~", "`code`", "a|b", "a\\b", "supercalifragilisticexpialidocious",
    "pneumonoultramicroscopicsilicovolcanoconiosis", "aaaaaaaaaaaaaaaaaaaaaaaaaaaa", "abababababababab",
    "zzzzzzzzzzz", "qwrtpsdfghjkl", "the the the the", "lol" * 30, "x" * 500, "1" * 40, "!" * 60,
    # Special tokens
    "<|startoftext|>", "<|endoftext|>", "a <|endoftext|> b", "a<|endoftext|>b", "<|startoftext|>a photo<|endoftext|>",
    "!<|endoftext|>", "<|ENDOFTEXT|>", "<|EndOfText|>!", "a <|STARTOFTEXT|>? b", "<|endoftext|><|endoftext|>",
    "<|endoftext", "<start_of_text>", "<end_of_text>", "<|pad|>", "< |endoftext|>", "<<|endoftext|>>",
    "'<|endoftext|>'s",
    # Too long
    " ".join(["word"] * 74), " ".join(["word"] * 75), " ".join(["word"] * 76), " ".join(["word"] * 77),
    " ".join(["word"] * 300), "a photo of " * 60, "1 2 3 4 5 6 7 8 9 0 " * 20, " ".join(["extraordinarily"] * 90),
    # Accents, ligatures, letters of Latin
    "café", "cafe\u0301", "CAFÉ", "naïve", "Ångström", "A\u030angstro\u0308m", "Straße", "STRASSE", "ẞ", "œuvre",
    "Æsir", "piñata", "façade", "Dvořák", "Łódź", "Þingvellir", "İstanbul", "ISTANBUL ıstanbul", "ŉ", "Ĳsselmeer",
    "ĳ", "ǆ ǅ Ǆ ǉ ǌ ǳ", "ﬁne ﬂower ﬀ ﬃ ﬄ ﬅ ﬆ", "ſ 'ſ long ſ's", "Kelvin", "Ωhm", "ℌ ℝ ℤ", "x² + y³", "½ ¼ ¾", "№ 5",
    "10 °C", "±5 µm", "©®™",
    # Combining marks
    "e\u0301\u0302", "e\u0302\u0301", "q\u0307\u0323", "q\u0323\u0307", "\u1e9b\u0323",
    "Z\u0351\u036b\u0343a\u0364\u0346lgo", "\u0301", "a\u0301\u0301\u0301", "ᄒ\u1161ᆫ", "한", "\u1112\u1161\u11ab",
    "か\u3099", "が", "ｶﾞ", "\u0958", "क\u093c", "\u2126 \u212b \u212a", "\u0344", "\u0f73", "\u1f71",
    "\u03b1\u0345 \u1fb3 !\u0345!", "\uac00\u11a8 \uac01\u11a8", "\u1113\u1161 \u1103\u1176 \u1112\u1161\u11c3",
    "\U000e0073\u0327", "\U00010041\u0301", "\U00011099\U000110ba", "\U0001d15e", "\ufb1d",
    "\ufb2a\ufb2b", "\u2adc", "\u226e <\u0338",
    # Quotes and dashes
    "\u2018single\u2019 \u201cdouble\u201d", "it\u2019s a dog\u2019s life", "\u201atest\u2018 \u201etest\u201c",
    "\u201b \u201f", "\u2032 \u2033", "\u00abguillemets\u00bb", "en\u2013dash em\u2014dash", "ellipsis\u2026",
    "\u02bcapos", "\u2015", "\u2010\u2011",
    # HTML entities
    "&amp;", "&amp;amp;", "&amp;amp;amp;amp;", "fish &amp; chips", "fish & chips", "&lt;b&gt;bold&lt;/b&gt;",
    "it&#39;s", "it&#x27;s", "it&#X27;s", "&quot;quoted&quot;", "&nbsp;", "a&nbsp;b", "&eacute;", "&EACUTE;",
    "caf&eacute;", "&ntilde;&NTILDE;", "&Ntilde;&nTILDE;", "&copy;", "&copy 2021", "&COPY;", "&hellip;", "&mdash;",
    "&notit;", "&notin;", "this&not that", "&amp", "&ampersand", "AT&T", "R&B", "a && b", "&", "&&", "&;", "&#;",
    "&#x;", "&#0;", "&#128;", "&#x80;", "&#x92;", "&#150;", "&#xD800;", "&#x110000;", "&#99999999999999999999;",
    "&#1;", "&#x7f;", "&#xFFFE;", "&#65", "&#65;", "&#65B", "&#x41", "&#x1F600;", "&#128512;", "&NotEqualTilde;",
    "&CounterClockwiseContourIntegral;", "&CounterClockwiseContourIntegral", "&Tab;tab&NewLine;line",
    "&lsquo;a&rsquo; &ldquo;b&rdquo;", "&fflig;&ffilig;", "<b>&ldquo;x&rdquo;</b>", "<&eacute;>\n&eacute;", "&SZLIG;",
    "BUNDESSTRA&SZLIG;E", "&amp;eacute;", "&amp;lt;b&amp;gt;", "&lt;&amp;#39;&gt;", "e&#x301;", "&#x301;",
    "&#32;a&#9;b", "&gt", "&gtx", "&gtrless;", "&gtrless", "&unknown;", "&Unknown;x", "&amp;#38;#38;", "&lt&#59;",
    "&#59;", "&zwj;&zwnj;&shy;", "&AMP;&LT;&GT;&QUOT;&REG;", "&alpha;&ALPHA;&Alpha;", "&hearts;&HEARTS;", "&bigstar;",
    "&angzarr;", "&b.alpha;",
    # Control and invisible characters
    "a\u0000b", "a\u0007b", "a\u0008b", "a\u000bb", "a\u000cb", "a\u001bb", "a\u001cb\u001db\u001eb\u001fb",
    "a\u007fb", "a\u0085b", "\u001b[31mred\u001b[0m", "\u001b[1;31mbold", "\u001b[31", "\u001b[31\u00e9",
    "\u001b]0;title\u0007", "a\u00a0b", "a\u00adb", "a\u1680b\u2000b\u2009b\u202fb\u205fb", "a\u3000b",
    "a\u2028b\u2029b", "a\u180eb", "a\u200bb", "a\u200cb\u200db", "a\u200eb\u200fb", "a\u202ab\u202eb\u202cb",
    "a\u2066b\u2069b", "a\u2060b", "a\u206ab\u206fb", "\ufeffa", "a\ufeffb", "a\ufff9b\ufffab\ufffbb\ufffcb",
    "a\ufffdb", "a\u0091b\u0092b", "a\u0080b", "a\u0081b\u008db", "\u0093quoted\u0094", "\u0096", "a\r\nb\rc\nd",
    "\ttab\ttab", "\u200b",
    # Width
    "ＬＯＵＤ　ＮＯＩＳＥＳ", "ｆｕｌｌ－ｗｉｄｔｈ　１２３！", "Ｕﾀｰﾝ", "ﾊﾝｶｸ ｶﾅ ﾊﾟﾝ", "ￚￗￇ", "￠￡￥￦", "＜ｂ＞", "＆ａｍｐ；", "＇ｓ it＇s", "￨￭￮",
    # Scripts
    "Привет, мир", "ПРИВЕТ МИР", "Фотография кошки", "Ёлка ёлка", "Україна", "Ελληνικά", "ΟΔΟΣ", "ΟΔΟΣ ΣΟΦΟΣ Σ ΑΣ ΣΑ",
    "ΑΣ'Σ ΑΣ. ΑΣ\u0301", "ΐ ΰ", "Ὀδυσσεύς", "עברית", "שָׁלוֹם עוֹלָם", "صورة قطة", "السَّلَامُ عَلَيْكُمْ", "ﷺ", "ﻻ",
    "١٢٣٤", "۱۲۳۴", "فارسی می‌نویسم", "اُردُو", "हिन्दी", "बिल्ली की तस्वीर", "१२३", "বাংলা", "தமிழ்", "తెలుగు",
    "ಕನ್ನಡ", "മലയാളം", "ไทย", "ภาพถ่ายของแมว", "ລາວ", "မြန်မာ", "ខ្មែរ", "ქართული", "ᲐᲑᲒ", "Հայերեն", "አማርኛ", "ᏣᎳᎩ",
    "ꭰꭱ", "中文", "一张猫的照片", "一張貓的照片。", "猫，狗！", "日本語", "猫の写真", "ネコ", "ねこ", "한국어", "고양이 사진", "Tiếng Việt",
    "Tiê\u0301ng Viê\u0323t", "Türkçe", "Íslenska", "Ⅷ ⅷ", "①②③", "㍿ ㎏", "𝐛𝐨𝐥𝐝 𝓈𝒸𝓇𝒾𝓅𝓉", "𝟘𝟙𝟚", "𐐀𐐨", "𞤀𞤢", "𠀀𠀁", "Ⴀⴀ",
    # Emoji and symbols
    "😀", "😀😃😄", "a photo of a 🐱", "🐱🐶", "❤", "❤️", "👍🏽", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇪🇫🇷", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣", "#️⃣", "☺☻",
    "♥♡", "★☆", "→←↑↓", "✓✗", "∀x∈ℝ", "∑∏∫", "€100 £50 ¥1000 ₹", "♪♫", "┌─┐│█", "▁▂▃", "⠓⠊", "ʕ•ᴥ•ʔ", "¯\\_(ツ)_/¯",
    "(╯°□°)╯︵ ┻━┻", "ಠ_ಠ", "🫠🪿", "🧑🏿‍🚀",
]

# Typical mojibake: UTF-8 that was read as Windows-1252. ftfy repairs it, this tokenizer does not.
MOJIBAKE = ["cafÃ©", "itâ€™s", "âœ” No problems", "piÃ±ata", "l’humanitÃ©", "Ã¼ber", "â€œquotedâ€\u009d", "Ð¿Ñ€Ð¸Ð²ÐµÑ‚"]


def published():
    """Class names, templates and prompts made of both, in English; class names in four more languages."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, PACKAGE],
                       check=True)
        (wheel,) = Path(folder).glob("*.whl")
        read = lambda name: json.loads(zipfile.ZipFile(wheel).read(f"clip_benchmark/datasets/{name}.json"))
        names = [name for names in read("en_classnames").values() for name in names]
        templates = [t for t in read("en_zeroshot_classification_templates").values() for t in t]
        foreign = [name for language in ("ar", "cn", "it", "jp")
                   for name in read(f"{language}_classnames")["imagenet1k"][::16]]
    draw = random.Random(1)
    prompts = [draw.choice(templates).format(c=draw.choice(names)) for _ in range(200)]
    return names + templates + prompts + foreign


def drawn(count):
    """Random strings of assigned characters: first a general category, then a character of it; some between words."""
    draw = random.Random(2)
    members = {}
    for value in range(0x110000):
        category = unicodedata.category(chr(value))
        if category not in ("Cn", "Co", "Cs"):
            members.setdefault(category, []).append(chr(value))
    categories = sorted(members)
    words = ["a", "photo", "Of", "THE", "cat's", "x2", "&amp;", "it’s", ".", "<", "é"]
    texts = []
    for index in range(count):
        parts = [draw.choice(members[draw.choice(categories)]) for _ in range(draw.randint(1, 16))]
        if index % 2:
            parts = [draw.choice([part, part, " ", " " + draw.choice(words) + " ", draw.choice(words)]) for part in parts]
        texts.append("".join(parts))
    return texts


def everything():
    """Each text once."""
    return list(dict.fromkeys(WRITTEN + published() + drawn(500)))
