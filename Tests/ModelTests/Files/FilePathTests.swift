import Foundation
import Testing

@testable import Model

@Suite struct FilePathTests {
    @Test(arguments: [
        ("plain – ünïcode.png", "plain – ünïcode.png"), ("a\nb\u{1B}[31m", "a\nb\u{1B}[31m"),
        ("back\\slash", "back\\slash"),
        ("two\\\\", "two\\\\"), ("looks\\xff", "looks\\\\xff"), ("ends\\x", "ends\\\\x"), ("\\\\xe9", "\\\\\\\\xe9"),
    ])
    func utf8StandsForItselfButForWhatLooksLikeAnEscape(name: String, text: String) {
        #expect(FilePath(name).text == text)
        #expect(FilePath(text: text) == FilePath(name))
    }

    @Test(
        arguments: [
            ([0x63, 0x61, 0x66, 0xE9], "caf\\xe9"), ([0xFF, 0x5C, 0x78, 0x66, 0x66], "\\xff\\\\xff"),
            ([0x0F, 0xC3], "\u{F}\\xc3"),
            ([0xC3, 0xA9, 0x80, 0x5C], "é\\x80\\\\"), ([0xED, 0xA0, 0x80], "\\xed\\xa0\\x80"),
        ] as [([UInt8], String)])
    func bytesThatAreNoUTF8AreEscapedAndComeBack(bytes: [UInt8], text: String) {
        #expect(FilePath(bytes: bytes).text == text)
        #expect(FilePath(text: text).bytes == bytes)
    }

    @Test func randomPathsHaveTextsOfTheirOwn() {
        var generator = SeededGenerator(seed: 7)
        let letters: [UInt8] = [0x5C, 0x78, 0x66, 0x66, 0xE9, 0xC3, 0xA9, 0x2F]
        var pathOfText: [String: FilePath] = [:]
        for _ in 0..<5000 {
            let bytes = (0..<Int.random(in: 1...7, using: &generator)).map { _ in
                letters.randomElement(using: &generator)!
            }
            let path = FilePath(bytes: bytes)
            #expect(FilePath(text: path.text) == path)
            #expect(pathOfText.updateValue(path, forKey: path.text) ?? path == path)
        }
    }

    @Test func absolutePathsStandForThemselves() {
        let folder = FilePath("/data")
        #expect(folder.appending("a/b.png") == FilePath("/data/a/b.png"))
        #expect(folder.appending("/other/b.png") == FilePath("/other/b.png"))
        #expect(FilePath("/").appending("a") == FilePath("/a"))
    }
}
