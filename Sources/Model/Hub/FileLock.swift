import Foundation

/// An exclusive flock on a file of its own, held until it goes; the system gives it back when a program dies.
/// huggingface_hub's locks (the package filelock) are of the same kind, so that both keep out of each other's way.
final class FileLock {
    private let descriptor: Int32

    /// Waits for whoever holds it.
    /// - Parameter onWaiting: called once if somebody does.
    /// - Throws: `CancellationError`, `HubError.cannotWrite`
    init(_ file: URL, isCancelled: () -> Bool, onWaiting: () -> Void) throws {
        descriptor = try HubError.writing(file) {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            let descriptor = open(file.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o664)
            guard descriptor >= 0 else { throw POSIXError.last }
            return descriptor
        }
        var hasWaited = false
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw HubError.cannotWrite(file, reason: message(of: POSIXError.last))
            }
            if isCancelled() { throw CancellationError() }
            if !hasWaited { onWaiting() }
            hasWaited = true
            usleep(50_000)
        }
    }

    deinit { close(descriptor) }
}
