import Foundation

/// A path as POSIX has it: bytes of which only "/" and the closing zero mean something. It need not be UTF-8.
package struct FilePath: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    package init(_ path: String) {
        self.init(bytes: path.utf8)
    }

    package init(_ file: URL) {
        self.init(file.path)
    }

    package var isAbsolute: Bool { bytes.first == UInt8(ascii: "/") }

    /// A path below this one; one that is absolute stands for itself.
    package func appending(_ path: some Collection<UInt8>) -> FilePath {
        if bytes.isEmpty || path.first == UInt8(ascii: "/") { return FilePath(bytes: path) }
        return FilePath(bytes: bytes + (bytes.last == UInt8(ascii: "/") ? [] : [UInt8(ascii: "/")]) + path)
    }

    package func appending(_ path: String) -> FilePath { appending(path.utf8) }

    /// The path for messages and for `URL`: as `text` has it.
    package var url: URL { URL(filePath: text, directoryHint: .notDirectory) }
}

extension FilePath {
    /// What lies there is none to read.
    package struct NotAFile: Error, Equatable, CustomStringConvertible {
        let kind: mode_t

        package var description: String {
            let name = [S_IFIFO: "a named pipe", S_IFSOCK: "a socket", S_IFCHR: "a device", S_IFBLK: "a device"][kind]
            return "is \(name ?? "something else"), expected a file"
        }
    }

    func withCString<Value>(_ body: (UnsafePointer<CChar>) throws -> Value) rethrows -> Value {
        try (bytes + [0]).withUnsafeBytes { try body($0.bindMemory(to: CChar.self).baseAddress!) }
    }

    /// Links followed; nil where there is no such file.
    func status() -> stat? {
        var status = stat()
        return withCString { stat($0, &status) } == 0 ? status : nil
    }

    /// Opens a file. A named pipe or a device would be waited for, perhaps for ever: it is refused, unless it is a pipe that
    /// the caller handed over (/dev/stdin, and /dev/fd/63 for `<(...)`).
    /// - Returns: a file descriptor for reading, to be closed.
    /// - Throws: `POSIXError`, `FilePath.NotAFile`
    func opened() throws -> Int32 {
        let descriptor = withCString { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        guard descriptor >= 0 else {
            // What a socket, or a device without hardware, says.
            if errno == ENXIO, let status = status() { throw NotAFile(kind: status.st_mode & S_IFMT) }
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
        do {
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
            switch status.st_mode & S_IFMT {
            case S_IFREG: break
            case S_IFDIR: throw POSIXError(.EISDIR)
            case S_IFIFO where bytes.starts(with: "/dev/".utf8):
                guard fcntl(descriptor, F_SETFL, 0) == 0 else {
                    throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
                }
            case let kind: throw NotAFile(kind: kind)
            }
        } catch {
            close(descriptor)
            throw error
        }
        return descriptor
    }

    /// The whole file.
    /// - Throws: `POSIXError`, `CocoaError`, `FilePath.NotAFile`
    package func contents() throws -> Data {
        try FileHandle(fileDescriptor: try opened(), closeOnDealloc: true).readToEnd() ?? Data()
    }

    /// The first bytes of the file, fewer where there are no more.
    /// - Throws: `POSIXError`
    func start(count: Int) throws -> [UInt8] {
        let descriptor = try opened()
        defer { close(descriptor) }
        var start = [UInt8](repeating: 0, count: count)
        let found = pread(descriptor, &start, count, 0)
        guard found >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        return Array(start.prefix(found))
    }
}

extension FilePath {
    /// Whether something lies at a path. A link that leads nowhere is not the same as nothing.
    package enum Presence: Equatable, Sendable {
        case there, absent
        /// Why nobody can tell.
        case unreachable(reason: String)
    }

    package var presence: Presence {
        if status() != nil { return .there }
        let error = POSIXError.last
        guard error.code == .ENOENT else { return .unreachable(reason: message(of: error)) }
        // The first of its folders, or itself, that is a link to nothing.
        for end in bytes.indices.dropFirst().filter({ bytes[$0] == UInt8(ascii: "/") }) + [bytes.count] {
            let part = FilePath(bytes: bytes[..<end])
            guard let target = part.target else { continue }
            if part.status() == nil {
                return .unreachable(reason: "\(part.text) is a link to \(target.text), which is not there")
            }
        }
        return .absent
    }

    /// Where a link leads; nil for all else.
    private var target: FilePath? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = withCString { path in
            buffer.withUnsafeMutableBytes { readlink(path, $0.baseAddress!, $0.count) }
        }
        return count < 0 ? nil : FilePath(bytes: buffer[..<count])
    }
}

extension FilePath {
    /// The path as text, different for different paths: itself where it is UTF-8. Else, and where "\x" stands in it,
    /// each byte that is not UTF-8 is written \xHH and each backslash twice.
    package var text: String {
        guard let text = String(validating: bytes, as: UTF8.self), !text.utf8.holdsEscape else { return escaped }
        return text
    }

    /// The path that `text` was written for.
    package init(text: String) {
        self.init(bytes: text.utf8.holdsEscape ? Self.unescaped(text.utf8) : Array(text.utf8))
    }

    private var escaped: String {
        var text = ""
        var position = 0
        var rest = bytes.makeIterator()
        var parser = Unicode.UTF8.ForwardParser()
        while true {
            switch parser.parseScalar(from: &rest) {
            case .valid(let scalar):
                let character = String(decoding: scalar, as: UTF8.self)
                text += character == "\\" ? "\\\\" : character
                position += scalar.count
            case .error(let length):
                for byte in bytes[position..<position + length] { text += "\\x" + byte.hexadecimal }
                position += length
            case .emptyInput: return text
            }
        }
    }

    private static func unescaped(_ text: String.UTF8View) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = text[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            if rest.first == UInt8(ascii: "x"), let value = UInt8(hexadecimal: rest.dropFirst().prefix(2)) {
                bytes.append(value)
                rest.removeFirst(3)
            } else {
                bytes.append(byte)
                if rest.first == byte { rest.removeFirst() }
            }
        }
        return bytes
    }
}

extension String.UTF8View {
    /// Whether "\x" stands in it.
    fileprivate var holdsEscape: Bool {
        guard var position = firstIndex(of: UInt8(ascii: "\\")) else { return false }
        while position < endIndex {
            let next = index(after: position)
            if self[position] == UInt8(ascii: "\\"), next < endIndex, self[next] == UInt8(ascii: "x") { return true }
            position = next
        }
        return false
    }
}

extension UInt8 {
    /// Two digits.
    fileprivate var hexadecimal: String { (self < 16 ? "0" : "") + String(self, radix: 16) }

    fileprivate init?(hexadecimal digits: Substring.UTF8View) {
        guard digits.count == 2, digits.first != UInt8(ascii: "+"), digits.first != UInt8(ascii: "-") else {
            return nil
        }
        self.init(Substring(digits), radix: 16)
    }
}
