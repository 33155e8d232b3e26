/// The printable letter that stands for each byte in a vocabulary (bytes_to_unicode in openai/CLIP,
/// clip/simple_tokenizer.py, from GPT-2): printable bytes of Latin-1 are themselves, the others follow from U+0100 on.
enum ByteLetters {
    /// UTF-8 of the letter, by byte.
    static let all: [[UInt8]] = {
        var next: UInt32 = 0x100
        return (0...255).map { (byte: UInt32) in
            if isPrintable(byte) { return utf8(byte) }
            defer { next += 1 }
            return utf8(next)
        }
    }()

    /// The bytes in the order in which CLIP's vocabulary begins.
    static let vocabularyOrder: [Int] = {
        let bytes = (0...255).map { UInt32($0) }
        return (bytes.filter(isPrintable) + bytes.filter { !isPrintable($0) }).map(Int.init)
    }()

    /// What marks a letter or token that ends a word.
    static let endOfWord = Array("</w>".utf8)

    private static func isPrintable(_ byte: UInt32) -> Bool {
        (0x21...0x7E).contains(byte) || (0xA1...0xAC).contains(byte) || (0xAE...0xFF).contains(byte)
    }

    private static func utf8(_ value: UInt32) -> [UInt8] {
        Array(String(Unicode.Scalar(value)!).utf8)
    }
}
