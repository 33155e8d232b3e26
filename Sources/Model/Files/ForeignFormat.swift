import Foundation

/// What people have in place of a file of weights or a configuration, told by how it begins.
enum ForeignFormat {
    /// What it is and what to do about it, to follow a file's name; nil where it is none of these.
    static func reason(_ bytes: UnsafeRawBufferPointer) -> String? {
        guard !bytes.isEmpty else { return "is empty" }
        func starts(with text: String, at offset: Int = 0) -> Bool {
            bytes.count >= offset + text.utf8.count && bytes[offset...].prefix(text.utf8.count).elementsEqual(text.utf8)
        }
        if starts(with: "version https://git-lfs.github.com/spec/") {
            return "is a git-lfs pointer and not the file itself; `git lfs pull` fetches that"
        }
        if let magic = magics.first(where: { starts(with: $0.bytes, at: $0.offset) }) { return magic.reason }
        if bytes.starts(with: [0x89, 0x48, 0x44, 0x46]) {
            return "is HDF5 (Keras, TensorFlow), which is not read; \(original)"
        }
        if bytes.starts(with: [0x1F, 0x8B]) || bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD])
            || bytes.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A])
        {
            return "is compressed; unpack it"
        }
        // The fields of a ModelProto: ir_version (1), then a name, a version, an operator set or the graph.
        if bytes.count > 3, bytes[0] == 0x08, bytes[1] < 0x20, [0x12, 0x1A, 0x22, 0x3A, 0x42].contains(bytes[2]),
            bytes.count <= 8 || bytes[8] != UInt8(ascii: "{")
        {
            return "is ONNX, which is not read; \(original)"
        }
        return text(bytes)
    }

    private static let original = "get the checkpoint that it was made from, safetensors or torch's"

    private static let magics: [(bytes: String, offset: Int, reason: String)] = [
        ("GGUF", 0, "is GGUF (llama.cpp, clip.cpp), which is not read; \(original)"),
        ("TFL3", 4, "is TensorFlow Lite, which is not read; \(original)"),
        ("ustar", 257, "is a tar archive; unpack it"),
        ("BZh", 0, "is compressed; unpack it"),
        ("NUMPY", 1, "is an array of numpy and no model"),
    ]

    /// A page or a message that a download was answered with.
    private static func text(_ bytes: UnsafeRawBufferPointer) -> String? {
        let start = bytes.prefix(400).filter { $0 != 0xEF && $0 != 0xBB && $0 != 0xBF }
        let isText = start.allSatisfy { $0 >= 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
        guard isText, let text = String(bytes: start, encoding: .utf8)?.trimmingCharacters(in: .whitespacesAndNewlines)
        else { return nil }
        if text.hasPrefix("<") {
            return "is a web page, not the file that was meant; download it again, signed in if need be"
        }
        if (9...400).contains(bytes.count), !text.hasPrefix("{") {
            let line = text.split(whereSeparator: \.isNewline).first.map { String($0.prefix(80)) } ?? ""
            return "is a text, not the file that was meant: \"\(line)\""
        }
        return nil
    }
}
