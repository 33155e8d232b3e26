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
