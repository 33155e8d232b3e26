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
    func withCString<Value>(_ body: (UnsafePointer<CChar>) throws -> Value) rethrows -> Value {
        try (bytes + [0]).withUnsafeBytes { try body($0.bindMemory(to: CChar.self).baseAddress!) }
    }

    /// Links followed; nil where there is no such file.
    func status() -> stat? {
        var status = stat()
        return withCString { stat($0, &status) } == 0 ? status : nil
    }

    /// - Returns: a file descriptor for reading, to be closed.
    /// - Throws: `POSIXError`
    func opened() throws -> Int32 {
        let descriptor = withCString { open($0, O_RDONLY | O_CLOEXEC) }
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        return descriptor
    }

    /// The whole file.
    /// - Throws: `POSIXError`, `CocoaError`
    func contents() throws -> Data {
        let file = FileHandle(fileDescriptor: try opened(), closeOnDealloc: true)
        var status = stat()
        guard fstat(file.fileDescriptor, &status) == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw POSIXError(.EISDIR) }
        return try file.readToEnd() ?? Data()
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
