/// The place of each of many images in a few archives.
struct MemberColumn: Sendable {
    private var archives: [ImageArchive]
    /// Index into `archives`.
    private var archive: [Int32] = []
    private var offset: [Int] = []
    private var size: [Int32] = []

    init(archives: [ImageArchive] = []) {
        self.archives = archives
    }

    var count: Int { archive.count }

    /// - Returns: its index into the archives.
    mutating func add(_ archive: ImageArchive) -> Int {
        archives.append(archive)
        return archives.count - 1
    }

    /// - Parameters:
    ///   - archive: index into the archives.
    ///   - size: in bytes, below 2 GiB.
    mutating func append(archive: Int, offset: Int, size: Int) {
        self.archive.append(Int32(archive))
        self.offset.append(offset)
        self.size.append(Int32(size))
    }

    func member(_ index: Int, name: FilePath) -> ImageArchive.Member {
        ImageArchive.Member(
            archive: archives[Int(archive[index])], name: name, offset: offset[index], count: Int(size[index]))
    }

    /// Those at `indices`, in that order.
    func selecting(_ indices: [Int]) -> MemberColumn {
        var selected = MemberColumn(archives: archives)
        selected.archive = indices.map { archive[$0] }
        selected.offset = indices.map { offset[$0] }
        selected.size = indices.map { size[$0] }
        return selected
    }
}
