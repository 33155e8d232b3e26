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

/// What lies where a file is expected and would be waited for.
@Suite struct NotAFileTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "pipes-\(UUID().uuidString)")
        .resolvingSymlinksInPath()

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private func pipe(_ name: String) -> URL {
        let file = folder.appending(path: name)
        #expect(mkfifo(file.path, 0o600) == 0)
        return file
    }

    /// Every way into a file that Model has; none of them waits for somebody to write.
    @Test func aNamedPipeIsRefusedAndNotWaitedFor() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = pipe("p.jpg")
        let readers: [(String, () throws -> Void)] = [
            ("contents", { _ = try FilePath(file).contents() }),
            ("start", { _ = try FilePath(file).start(count: 4) }),
            ("mapped", { _ = try MappedFile(file) }),
            ("toml", { _ = try TOMLFile(contentsOf: file) }),
            ("hash", { _ = try ContentHash(contentsOf: file) }),
            ("hashes", { _ = try ContentHash(contentsOf: [file]) }),
            ("configuration", { _ = try ConfigurationFile(contentsOf: file) }),
            ("vocabulary", { _ = try VocabularyFile.bytes(of: file) }),
            ("gzip", { _ = try GzipFile.contents(of: FilePath(file)) }),
            ("tar", { _ = try TarFile(FilePath(file)) }),
            ("run", { _ = try RunDocument(contentsOf: file) }),
            ("rows", { _ = try EmbeddingRows(reading: file, count: 1, dimension: 1, element: .f32) }),
            ("image", { _ = try ImageSource(file).picture() }),
        ]
        for (name, read) in readers {
            do {
                try read()
                Issue.record("\(name) read a pipe")
            } catch {
                #expect(message(of: error).contains("is a named pipe, expected a file"), "\(name): \(error)")
            }
        }
    }

    @Test func aSocketAndADeviceAreNamed() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(throws: FilePath.NotAFile(kind: S_IFCHR)) { try FilePath("/dev/zero").contents() }
        #expect(throws: POSIXError(.EISDIR)) { try FilePath(folder).contents() }
        let path = folder.appending(path: "s").path
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let isBound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        #expect(isBound == 0)
        #expect(throws: FilePath.NotAFile(kind: S_IFSOCK)) { try FilePath(path).contents() }
    }

    @Test func aPipeThatTheShellHandsOverIsRead() throws {
        var ends: [Int32] = [0, 0]
        #expect(Foundation.pipe(&ends) == 0)
        _ = write(ends[1], "a {label}", 9)
        close(ends[1])
        defer { close(ends[0]) }
        #expect(try FilePath("/dev/fd/\(ends[0])").contents() == Data("a {label}".utf8))
    }

    @Test func aPipeAmongImagesIsToldAndLeftOut() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = pipe("p.jpg")
        _ = pipe("notes")
        try Data([1]).write(to: folder.appending(path: "a.png"))
        let dataset = try Dataset(contentsOf: folder)
        #expect(dataset.images.count == 1)
        #expect(dataset.warnings == ["\(folder.path)/p.jpg: left out: is a named pipe, expected a file"])
    }
}
