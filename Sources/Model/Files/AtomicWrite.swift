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
        let target = file.resolvingSymlinksInPath()
        var template = Array("\(target.path).XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw Failure.cannotWrite(file, reason: String(cString: strerror(errno))) }
        let temporary = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        do {
            try fill(descriptor, with: data, likeFileAt: target.path)
            guard rename(temporary, target.path) == 0 else { throw POSIXError.last }
        } catch {
            unlink(temporary)
            throw Failure.cannotWrite(file, reason: message(of: error))
        }
    }

    package static func write(_ text: String, to file: URL) throws {
        try write(Data(text.utf8), to: file)
    }

    /// Writes, gives the permissions of the file that is replaced (or those of a new file), flushes and closes.
    private static func fill(_ descriptor: Int32, with data: Data, likeFileAt path: String) throws {
        defer { close(descriptor) }
        try data.withUnsafeBytes { try $0.writeAll(to: descriptor) }
        var status = stat()
        fchmod(descriptor, stat(path, &status) == 0 ? status.st_mode & 0o777 : 0o644)
        guard fsync(descriptor) == 0 else { throw POSIXError.last }
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
