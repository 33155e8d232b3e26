import Foundation

/// What the file system says of a file without reading it. While it stays equal, so does the content.
package struct FileVersion: Equatable, Sendable {
    package let size: Int64
    package let modifiedNanoseconds: Int64
    package let inode: Int64

    package init(size: Int64, modifiedNanoseconds: Int64, inode: Int64) {
        self.size = size
        self.modifiedNanoseconds = modifiedNanoseconds
        self.inode = inode
    }

    init(_ status: stat) {
        size = Int64(status.st_size)
        modifiedNanoseconds = Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
        inode = Int64(bitPattern: UInt64(status.st_ino))
    }

    /// - Throws: `POSIXError`
    init(descriptor: Int32) throws {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        self.init(status)
    }

    /// Nil where there is no such file.
    package init?(_ path: FilePath) {
        guard let status = path.status() else { return nil }
        self.init(status)
    }

    /// Nil where there is no such file.
    package init?(path: String) {
        self.init(FilePath(path))
    }
}
