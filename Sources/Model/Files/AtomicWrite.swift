import Foundation

/// Writing whole files so that a reader, or a crash, never meets half of one.
package enum AtomicWrite {
    package enum Failure: Error, Equatable {
        case cannotWrite(URL, reason: String)
    }

    /// Writes a temporary file beside `file`, flushes it to the disk and renames it.
    /// A link is followed: what it leads to is replaced, not the link.
    /// - Throws: `AtomicWrite.Failure`
    package static func write(_ data: Data, to file: URL) throws {
        try write(to: file) { try $0.write(data) }
    }

    package static func write(_ text: String, to file: URL) throws {
        try write(Data(text.utf8), to: file)
    }

    /// The same for what is made piece by piece.
    /// - Throws: `AtomicWrite.Failure`, and what `fill` throws: nothing is left behind then.
    package static func write(to file: URL, _ fill: (Sink) throws -> Void) throws {
        let target = file.resolvingSymlinksInPath()
        var template = Array("\(target.path).XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw Failure.cannotWrite(file, reason: String(cString: strerror(errno))) }
        let temporary = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        do {
            let sink = Sink(descriptor)
            try finish(descriptor, likeFileAt: target.path) {
                try fill(sink)
                try sink.flush()
            }
            guard rename(temporary, target.path) == 0 else { throw POSIXError.last }
        } catch {
            unlink(temporary)
            guard error is POSIXError else { throw error }
            throw Failure.cannotWrite(file, reason: message(of: error))
        }
    }

    /// Fills, gives the permissions of the file that is replaced (or those of a new file), flushes and closes.
    private static func finish(_ descriptor: Int32, likeFileAt path: String, _ fill: () throws -> Void) throws {
        defer { close(descriptor) }
        try fill()
        var status = stat()
        fchmod(descriptor, stat(path, &status) == 0 ? status.st_mode & 0o777 : 0o644)
        guard fsync(descriptor) == 0 else { throw POSIXError.last }
    }
}

extension AtomicWrite {
    /// Takes the pieces of a file.
    package final class Sink {
        private let descriptor: Int32
        private var pending = Data()
        private static let room = 1 << 20

        fileprivate init(_ descriptor: Int32) {
            self.descriptor = descriptor
        }

        /// - Throws: `POSIXError`
        package func write(_ data: Data) throws {
            pending.append(data)
            if pending.count >= Self.room { try flush() }
        }

        package func write(_ text: String) throws {
            pending.append(contentsOf: text.utf8)
            if pending.count >= Self.room { try flush() }
        }

        fileprivate func flush() throws {
            try pending.withUnsafeBytes { try $0.writeAll(to: descriptor) }
            pending.removeAll(keepingCapacity: true)
        }
    }
}

extension AtomicWrite.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .cannotWrite(let file, let reason): "\(file.path): cannot be written: \(reason)"
        }
    }
}

extension POSIXError {
    /// The error that errno tells.
    static var last: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
}
