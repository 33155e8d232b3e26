import Foundation
import Testing

@testable import Model

/// Weights of each family that are wrong or cut: one line that names the file and the tensor.
@Suite struct FamilyDamageTests {
    /// A tensor of each tower, with two sides of other lengths, or its first.
    private func tensors(_ header: [String: [String: Any]]) -> [String] {
        let prefixes = [["visual.", "vision_model."], ["text.", "text_model.", "transformer."]]
        return prefixes.compactMap { prefixes in
            let own = header.keys.filter { name in prefixes.contains(where: name.hasPrefix) && name.hasSuffix(".weight")
            }
            let shapes = own.sorted().filter { name in
                let shape = header[name]?["shape"] as? [Int] ?? []
                return shape.count > 1 && shape.first != shape.last
            }
            return shapes.first ?? own.min()
        }
    }

    private struct File {
        var header: [String: [String: Any]]
        var values: Data

        init(_ data: Data) throws {
            let length = data.prefix(8).enumerated().reduce(0) { $0 + Int($1.element) << (8 * $1.offset) }
            var object = try #require(try JSONSerialization.jsonObject(with: data[8..<8 + length]) as? [String: Any])
            object["__metadata__"] = nil
            header = try #require(object as? [String: [String: Any]])
            values = Data(data.dropFirst(8 + length))
        }

        func write(to file: URL) throws {
            let text = try JSONSerialization.data(withJSONObject: header)
            try (withUnsafeBytes(of: UInt64(text.count).littleEndian) { Data($0) } + text + values).write(to: file)
        }
    }

    /// What is thrown when the damaged weights are opened and read.
    private func failure(_ name: String, _ damage: (inout File) throws -> Void) throws -> String {
        let scratch = try ScratchFolder()
        let folder = scratch.url.appending(path: name)
        let golden = try Goldens("families/\(name)", "golden.safetensors").folder
        try FileManager.default.copyItem(at: golden, to: folder)
        let isWhole = FamilyTests.whole.contains(name)
        let names = ["open_clip_model.safetensors", "model.safetensors"]
        let file = try #require(
            names.map { folder.appending(path: $0) }.first { FileManager.default.fileExists(atPath: $0.path) })
        var content = try File(Data(contentsOf: file))
        try damage(&content)
        try content.write(to: file)
        do {
            if isWhole {
                try CLIP(contentsOf: folder, home: Home(folder: repository)).readTowers()
            } else {
                var damaged = try FamilyGolden(name)
                damaged.weights = file
                _ = try damaged.towers()
            }
            return "no error"
        } catch {
            return "\(error)"
        }
    }

    private func expectOneLine(_ expected: String, _ found: String, _ name: String) {
        #expect(
            found.contains(expected) && !found.contains("\n") && found.contains("model.safetensors: "),
            "\(name): \(found)")
    }

    private static let names =
        FamilyTests.named + FamilyTests.whole.filter { $0 != "side-by-side" } + ["xlm-roberta", "xlm-roberta-cls"]

    @Test(arguments: names)
    func aValueThatIsNoNumberIsToldWithItsTensor(name: String) throws {
        for index in 0..<2 {
            var tensor = ""
            let found = try failure(name) { file in
                tensor = tensors(file.header)[index]
                let offsets = try #require(file.header[tensor]?["data_offsets"] as? [Int])
                file.values.replaceSubrange(offsets[1] - 2..<offsets[1], with: [0x00, 0x7E])
            }
            expectOneLine("\(tensor) holds values that are no numbers", found, name)
        }
    }

    @Test(arguments: names)
    func aTensorOfAnotherShapeIsToldWithBoth(name: String) throws {
        for index in 0..<2 {
            var tensor = ""
            let found = try failure(name) { file in
                tensor = tensors(file.header)[index]
                let shape = try #require(file.header[tensor]?["shape"] as? [Int])
                file.header[tensor]?["shape"] = [1] + shape
            }
            expectOneLine("\(tensor) is [1, ", found, name)
            #expect(found.contains("expected ["))
        }
    }

    @Test(arguments: names)
    func aTensorThatIsMissingIsNamed(name: String) throws {
        for index in 0..<2 {
            var tensor = ""
            let found = try failure(name) { file in
                tensor = tensors(file.header)[index]
                file.header["unused.weight"] = file.header[tensor]
                file.header[tensor] = nil
            }
            expectOneLine("no tensor \(tensor)", found, name)
        }
    }

    @Test(arguments: names)
    func aFileThatIsCutIsToldInOneLine(name: String) throws {
        expectOneLine("model.safetensors: ", try failure(name) { $0.values.removeLast(100) }, name)
    }
}
