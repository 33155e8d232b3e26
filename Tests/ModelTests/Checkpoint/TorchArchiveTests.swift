import Foundation
import Testing

@testable import Model

/// Against files that torch wrote; see scripts/goldens torchfiles.
@Suite struct TorchArchiveTests {
    private static let folder = repository.appending(path: "Tests/ModelTests/Goldens/torch")

    private static func expected(_ part: String) throws -> [String: StoredTensor] {
        let all = try Safetensors(contentsOf: folder.appending(path: "expected.safetensors")).tensors
        let pairs = all.filter { $0.key.hasPrefix(part + "/") }.map {
            (String($0.key.dropFirst(part.count + 1)), $0.value)
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    @Test(arguments: ["state_dict.pt", "training.pt", "script.pt", "traced.pt", "sharded"])
    func tensorsAreWhatTorchSays(part: String) throws {
        let isSharded = part == "sharded"
        let file = Self.folder.appending(path: isSharded ? "sharded/model.safetensors.index.json" : part)
        let archive = try TensorArchives.model(file)
        let expected = try Self.expected(part)
        #expect(expected.count >= 5)
        #expect(archive.tensors.keys.sorted() == expected.keys.sorted())
        for (name, tensor) in archive.tensors {
            #expect(tensor.shape == expected[name]?.shape, "\(name)")
            let isOfFloats = [.float32, .float16, .bfloat16].contains(tensor.type)
            #expect(tensor.floats == (isOfFloats ? expected[name]?.floats : nil), "\(name)")
        }
    }

    @Test func typesAreKept() throws {
        let tensors = try TensorArchives.open(Self.folder.appending(path: "state_dict.pt")).tensors
        let types: [String: ElementType] = [
            "float32": .float32, "float16": .float16, "bfloat16": .bfloat16, "int64": .int64, "bool": .bool,
        ]
        for (name, type) in types { #expect(tensors[name]?.type == type, "\(name)") }
        let script = try TensorArchives.open(Self.folder.appending(path: "script.pt")).tensors
        #expect(script["visual.conv1.weight"]?.type == .float16)
        #expect(script["input_resolution"]?.type == .int64)
    }

    @Test func viewsShareTheirStorage() throws {
        let tensors = try TensorArchives.open(Self.folder.appending(path: "state_dict.pt")).tensors
        let whole = try #require(tensors["float32"]), rows = try #require(tensors["rows"])
        #expect(whole.range.contains(rows.range.lowerBound) && rows.range.count == 2 * 5 * 4)
        #expect(rows.strides == nil)
        #expect(tensors["transposed"]?.strides == [1, 5])
    }

    @Test(arguments: [
        ("older.pt", "torch.save it again"), ("compressed.pt", "data.pkl in it is compressed"),
        ("hostile/laughs.pt", "more attributes"), ("hostile/endless.pt", "without end"),
        ("hostile/huge.pt", "more values than its storage"),
    ])
    func whatIsNotReadIsToldInOneLine(file: String, expected: String) throws {
        let url = Self.folder.appending(path: file)
        let clock = ContinuousClock.now
        let error = #expect(throws: CheckpointError.self) { try TensorArchives.open(url) }
        #expect(ContinuousClock.now - clock < .seconds(5), "slow; a release build takes a tenth")
        let line = error.map { message(of: $0) } ?? ""
        #expect(line.hasPrefix(url.path + ": ") && line.contains(expected) && !line.contains("\n"), "\(line)")
    }

    @Test func nothingInAPickleIsRun() throws {
        let folder = Self.folder.appending(path: "hostile")
        let listing = try Data(contentsOf: folder.appending(path: "hostile.json"))
        let forbidden = try JSONDecoder().decode([String: String?].self, from: listing).compactMapValues { $0 }
        #expect(forbidden.count >= 9)
        for (name, global) in forbidden {
            let url = folder.appending(path: "\(name).pt")
            let error = #expect(throws: CheckpointError.self) { try TensorArchives.open(url) }
            guard case .forbiddenGlobal(let module, let function, url) = error else {
                Issue.record("\(name): \(error.map { message(of: $0) } ?? "no error")")
                continue
            }
            #expect("\(module).\(function)" == global)
            let line = error.map { message(of: $0) } ?? ""
            #expect(line.contains("asks for \(global),") && !line.contains("\n"), "\(line)")
        }
        #expect(!FileManager.default.fileExists(atPath: "clipscope-pickle-ran"))
    }

    @Test(arguments: ["state_dict.pt", "script.pt", "training.pt"])
    func aFileThatIsCutShortIsToldInOneLine(name: String) throws {
        let whole = try Data(contentsOf: Self.folder.appending(path: name))
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<50 {
            let file = try temporary(whole.prefix(Int.random(in: 1..<whole.count, using: &generator)))
            defer { try? FileManager.default.removeItem(at: file) }
            let error = #expect(throws: CheckpointError.self) { try TensorArchives.open(file) }
            let line = error.map { message(of: $0) } ?? ""
            #expect(line.contains("cut short") && !line.contains("\n"), "\(line)")
        }
    }

    @Test(arguments: [
        ("K\u{6}K\u{5}\u{86}", "K\u{7}K\u{5}\u{86}", "float32 of shape [7, 5] has more values than its storage, 30"),
        ("K\u{5}K\u{1}\u{86}", "K\u{6}K\u{1}\u{86}", "float32 of shape [6, 5] and strides [6, 1] from 0 on leaves"),
        ("K\u{1E}t", "K\u{1F}t", "float32 has a storage of 31 values of F32 in 120 bytes"),
        ("X\u{1}\0\0\00", "X\u{1}\0\0\0x", "columns has its values in data/x, which is not in the archive"),
        ("tq\u{7}Q", "tq\u{7}o", "opcode 0x6f"),
        ("little", "bigger", "another byte order"),
    ])
    func whatContradictsItselfIsToldInOneLine(found: String, replacement: String, expected: String) throws {
        func bytes(_ text: String) -> Data { Data(text.unicodeScalars.map { UInt8($0.value) }) }
        var data = try Data(contentsOf: Self.folder.appending(path: "state_dict.pt"))
        data.replaceSubrange(try #require(data.range(of: bytes(found))), with: bytes(replacement))
        let file = try temporary(data)
        defer { try? FileManager.default.removeItem(at: file) }
        let error = #expect(throws: CheckpointError.self) { try TorchArchive(contentsOf: file) }
        let line = error.map { message(of: $0) } ?? ""
        #expect(line.hasPrefix(file.path + ": ") && line.contains(expected) && !line.contains("\n"), "\(line)")
    }

    /// Either an error, or tensors that can be read whole.
    @Test func damageIsAnErrorOrHarmless() throws {
        let whole = try Data(contentsOf: Self.folder.appending(path: "state_dict.pt"))
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<300 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            let file = try temporary(bytes)
            defer { try? FileManager.default.removeItem(at: file) }
            do {
                for (name, tensor) in try TorchArchive(contentsOf: file).tensors {
                    #expect(tensor.floats.map { $0.count == tensor.shape.reduce(1, *) } ?? true, "\(name)")
                }
            } catch {
                #expect(error is CheckpointError, "\(error)")
            }
        }
    }

    private func temporary(_ bytes: Data) throws -> URL {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).pt")
        try bytes.write(to: file)
        return file
    }
}
