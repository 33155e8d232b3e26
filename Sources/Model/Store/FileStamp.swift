import Foundation

/// What the file system says of a file without reading it. While it stays equal, so does the content.
struct FileStamp: Equatable, Sendable {
    let size: Int64
    let modifiedNanoseconds: Int64
    let inode: Int64

    init(size: Int64, modifiedNanoseconds: Int64, inode: Int64) {
        self.size = size
        self.modifiedNanoseconds = modifiedNanoseconds
        self.inode = inode
    }

    /// Nil where there is no such file.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        size = Int64(status.st_size)
        modifiedNanoseconds = Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
        inode = Int64(bitPattern: UInt64(status.st_ino))
    }
}
