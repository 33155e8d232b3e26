import Foundation
import Synchronization

/// Tells the next start that this one did not come to its end: a file beside the history, locked for as long as this
/// process lives, and gone once the explorer stands.
final class StartMark: Sendable {
    /// What was being opened.
    struct Content: Codable, Equatable, Sendable {
        /// Nil before the history was read.
        var dataset: String?
        /// How the dataset was left came back.
        var restoresSession = true
    }

    private let file: URL
    private let handle: FileHandle
    private let isSettled = Atomic(false)
    private static let prefix = "starting-"

    /// Nil where nothing can be written, which the history tells.
    init?(in directory: URL) {
        let name = UUID().uuidString
        file = directory.appending(path: Self.prefix + name)
        let hidden = directory.appending(path: ".\(Self.prefix)\(name)")
        try? FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let descriptor = open(hidden.path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        // Under its own name only once it is locked: else another start would take it for a dead one's.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, rename(hidden.path, file.path) == 0 else {
            unlink(hidden.path)
            return nil
        }
        note(Content())
    }

    deinit { settle() }

    func note(_ content: Content) {
        guard let json = try? JSONEncoder().encode(content) else { return }
        ftruncate(handle.fileDescriptor, 0)
        json.withUnsafeBytes { _ = pwrite(handle.fileDescriptor, $0.baseAddress, $0.count, 0) }
    }

    /// The start has come to its end, a good one.
    func settle() {
        if !isSettled.exchange(true, ordering: .relaxed) { unlink(file.path) }
    }

    /// The starts that ended badly since this was asked last.
    static func takeFailed(in directory: URL) -> [Content] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
        return names.filter { $0.hasPrefix(prefix) }.compactMap { name in
            let path = directory.appending(path: name).path
            let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
            guard descriptor >= 0 else { return nil }
            let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            guard flock(descriptor, LOCK_SH | LOCK_NB) == 0, unlink(path) == 0 else { return nil }
            let json = (try? handle.readToEnd()) ?? Data()
            return (try? JSONDecoder().decode(Content.self, from: json)) ?? Content()
        }
    }
}
