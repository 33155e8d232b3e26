"""Prompts in many languages and scripts."""

PROMPTS = [
    "a photo of a tabby cat, a type of pet.", "A black-and-white photo of the Eiffel Tower at night!",
    "une photo d'un chat noir", "L'été à la plage, près de Saint-Malo", "ein Foto von einem großen Hund",
    "Über den Wolken: ein Flugzeug", "una foto de un pingüino", "¿Qué es esto? ¡Un perro pequeño!",
    "uma fotografia de um coração", "una foto di una città italiana", "een foto van een fiets in de regen",
    "ett foto på en älg i skogen", "et bilde av en sjø og fjell", "billede af en rød bus på Nørrebro",
    "valokuva järvestä ja hiihtäjästä", "zdjęcie żółtego samochodu", "fotka příliš žluťoučkého koně",
    "egy kép egy fehér kutyáról", "o fotografie cu un câine și o pisică", "bir kedinin fotoğrafı, İstanbul",
    "một bức ảnh chụp con mèo", "foto seekor kucing di atas meja", "picha ya paka mweusi", "fọ́tò ti ajá ńlá",
    "φωτογραφία μιας γάτας στην Αθήνα", "ΦΩΤΟΓΡΑΦΙΑ ΕΝΟΣ ΣΚΥΛΟΥ", "фотография рыжей кошки на окне",
    "Ёжик в тумане, чёрно-белое фото", "світлина собаки їжачка ґанок", "снимка на куче в София",
    "фотографија мачке на прозору", "猫的照片", "一张戴着帽子的狗的照片。", "一張在台北夜市的照片", "東京タワーの写真",
    "ねこがソファーで寝ている写真です。", "カタカナ・テスト、ﾊﾝｶｸ ｶﾅ", "고양이 사진", "한강에서 찍은 강아지의 사진입니다.",
    "صورة قطة سوداء على الطاولة", "عکس یک سگ بزرگ در پارک", "بلی کی ایک تصویر", "תמונה של חתול על החלון",
    "बिल्ली की एक तस्वीर", "लाल साइकिल का फोटो।", "एका कुत्र्याचा फोटो", "একটি বিড়ালের ছবি", "பூனையின் புகைப்படம்",
    "పిల్లి యొక్క ఫోటో", "ಬೆಕ್ಕಿನ ಚಿತ್ರ", "പൂച്ചയുടെ ഒരു ഫോട്ടോ", "ਬਿੱਲੀ ਦੀ ਤਸਵੀਰ", "બિલાડીનો ફોટો",
    "ภาพถ่ายของแมวสีดำ", "ຮູບພາບຂອງແມວ", "ကြောင်ဓာတ်ပုံ", "រូបថតឆ្មា", "བྱི་ལའི་འདྲ་པར", "የድመት ፎቶ",
    "კატის ფოტო თბილისში", "կատվի լուսանկար", "муурын зураг", "мысықтың суреті", "зураг 🐈‍⬛ и 👨‍👩‍👧‍👦",
    "🇫🇷🇩🇪 flags 🏳️‍🌈 and 👍🏽", "①②③ ㎏ ㍿ ﬁ ½ Ⅳ", "ＦＵＬＬ ｗｉｄｔｈ　ｔｅｘｔ", "zero\u200bwidth\u200djoiner\ufeff",
    "a\u00a0b\u2003c\u3000d\u2028e", "tab\tnew\nline\r\nend", "e\u0301\u0323 n\u0303 \u1e9b\u0323", "x\u0000y\u0001z",
    "مَدْرَسَةٌ عَرَبِيَّةٌ", "שָׁלוֹם עֲלֵיכֶם", "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ", "𝒜 𝔟 𝟙 𓀀 𐍈", "ꦧꦱꦗꦮ", "ⵜⴰⵎⴰⵣⵉⵖⵜ", "ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ", "ᓄᓇᕗᑦ",
]
