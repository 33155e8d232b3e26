import Foundation

/// The head of a .npy file (numpy.lib.format): a magic string, the version, the length of a text, and the text, a Python
/// dictionary of type, order and shape. Versions differ in the bytes of the length (1.0: 2, since 2.0: 4) and in the
/// text's encoding (3.0: UTF-8).
struct NumPyHeader: Equatable {
    /// "<f4": byte order, kind, bytes a value.
    let type: String
    let isFortranOrder: Bool
    let shape: [Int]
    /// Bytes before the first value.
    let length: Int

    static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

    /// - Throws: `EmbeddingFileError`
    init(_ bytes: UnsafeRawBufferPointer, file: URL) throws {
        func malformed(_ reason: String) -> EmbeddingFileError { .malformed(file, reason: reason) }
        guard bytes.count >= 12, bytes.prefix(6).elementsEqual(Self.magic) else {
            throw malformed("does not begin like a .npy file")
        }
        let version = bytes[6]
        guard (1...3).contains(version) else {
            throw malformed("is a .npy file of version \(version).\(bytes[7]), expected 1.0, 2.0 or 3.0")
        }
        let isShort = version == 1
        let start = isShort ? 10 : 12
        let count =
            isShort
            ? Int(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt16.self)))
            : Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self)))
        guard start + count <= bytes.count else {
            throw malformed("is cut short: a head of \(count) bytes in a file of \(bytes.count)")
        }
        let text = String(decoding: bytes[start..<start + count], as: UTF8.self)
        guard let order = text.firstMatch(of: /'fortran_order':\s*(True|False)/)?.1,
            let sides = text.firstMatch(of: /'shape':\s*\(([0-9L, ]*)\)/)?.1,
            let type = text.firstMatch(of: /'descr':\s*('[^']*'|\[)/)?.1
        else {
            throw malformed("its head is not that of a .npy file, expected descr, fortran_order and shape")
        }
        guard type != "[" else { throw EmbeddingFileError.wrongType(file, found: "records") }
        let shape = sides.split(separator: ",").map { $0.filter(\.isNumber) }.filter { !$0.isEmpty }.map { Int($0) }
        guard !shape.contains(nil) else { throw malformed("a shape of (\(sides)) is too large") }
        self.type = String(type.dropFirst().dropLast())
        self.shape = shape.compactMap { $0 }
        isFortranOrder = order == "True"
        length = start + count
    }

    /// The head of a table, version 1.0, padded to 64 bytes as numpy does.
    static func bytes(rows: Int, columns: Int, type: String = "<f4") -> Data {
        var text = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(rows), \(columns)), }"
        let length = magic.count + 4 + text.utf8.count + 1
        text += String(repeating: " ", count: (64 - length % 64) % 64) + "\n"
        var head = Data(magic) + [1, 0]
        withUnsafeBytes(of: UInt16(text.utf8.count).littleEndian) { head.append(contentsOf: $0) }
        return head + Data(text.utf8)
    }
}
