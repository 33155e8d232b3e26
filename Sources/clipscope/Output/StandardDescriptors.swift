import Foundation

/// Standard input, output and errors.
enum StandardDescriptors {
    /// Takes the place of those that the caller closed. Otherwise the next file opened, the cache perhaps, would be
    /// standard output, and the report would be written into it. What is put there can be read, to its end at once, and
    /// not written.
    static func occupy() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
            _ = open("/dev/null", O_RDONLY)
        }
    }

    static func canWrite(_ descriptor: Int32) -> Bool {
        let flags = fcntl(descriptor, F_GETFL)
        return flags != -1 && flags & O_ACCMODE != O_RDONLY
    }
}
