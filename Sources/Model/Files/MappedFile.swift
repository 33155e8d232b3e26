import Foundation

/// A file's bytes, mapped and not read: pages come from the disk as they are used.
final class MappedFile: Sendable {
    let url: URL
    nonisolated(unsafe) let bytes: UnsafeRawBufferPointer
    private let fileVersion: FileVersion

    enum Failure: Error, Equatable {
        case unreadable(URL, reason: String)
        case empty(URL)
    }

    /// - Throws: `MappedFile.Failure`
    init(_ url: URL) throws {
        self.url = url
        let descriptor: Int32
        do {
            descriptor = try FilePath(url).opened()
        } catch {
            throw Failure.unreadable(url, reason: message(of: error))
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.unreadable(url) }
        guard status.st_size > 0 else { throw Failure.empty(url) }
        fileVersion = FileVersion(status)
        guard let start = mmap(nil, Int(status.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED
        else {
            throw Self.unreadable(url)
        }
        bytes = UnsafeRawBufferPointer(start: start, count: Int(status.st_size))
    }

    deinit {
        munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress!), bytes.count)
    }

    /// False where the file was written to since it was mapped, and the bytes may be others, or gone. One that took its
    /// name changes nothing.
    var isUnchanged: Bool {
        guard let now = FileVersion(path: url.path), now.inode == fileVersion.inode else { return true }
        return now == fileVersion
    }

    private static func unreadable(_ url: URL) -> Failure {
        .unreadable(url, reason: String(cString: strerror(errno)))
    }
}

extension MappedFile.Failure: CustomStringConvertible {
    var description: String {
        switch self {
        case .unreadable(let file, let reason): "\(file.path): cannot be read: \(reason)"
        case .empty(let file): "\(file.path): is empty"
        }
    }
}
