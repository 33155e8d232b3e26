/// The folders that images lie in, as a tree. Folders without any are not in it.
struct FolderTree {
    struct Folder {
        let name: String
        let parent: Int
        fileprivate(set) var children: [Int] = []
        /// Images in it, not in the folders below.
        fileprivate(set) var images = 0
    }

    /// The first is the root.
    private(set) var folders = [Folder(name: "", parent: 0)]
    /// The folder of each image.
    private(set) var folderOfImage: [Int32] = []

    static let root = 0

    /// - Parameter names: paths below the root.
    init(_ names: ByteStrings) {
        folderOfImage.reserveCapacity(names.count)
        var lastFolder: ArraySlice<UInt8> = []
        var last = Self.root
        var known: [ArraySlice<UInt8>: Int] = [:]
        for name in names {
            let slash = name.lastIndex(of: UInt8(ascii: "/")) ?? name.startIndex
            let folder = name[..<slash]
            if folder != lastFolder {
                last = known[folder] ?? add(folder)
                known[folder] = last
                lastFolder = folder
            }
            folders[last].images += 1
            folderOfImage.append(Int32(last))
        }
    }

    /// The folder at a path, with those above it.
    private mutating func add(_ path: ArraySlice<UInt8>) -> Int {
        path.split(separator: UInt8(ascii: "/")).filter { !$0.elementsEqual(".".utf8) }.reduce(Self.root) {
            above, part in
            let name = FilePath(bytes: part).text
            if let there = folders[above].children.first(where: { folders[$0].name == name }) { return there }
            folders.append(Folder(name: name, parent: above))
            folders[above].children.append(folders.count - 1)
            return folders.count - 1
        }
    }

    subscript(folder: Int) -> Folder { folders[folder] }

    /// The names of the folders in a folder.
    func names(in folder: Int) -> [String] { folders[folder].children.map { folders[$0].name } }

    /// "" for the root.
    func path(_ folder: Int) -> String {
        guard folder != Self.root else { return "" }
        let above = path(folders[folder].parent)
        return above.isEmpty ? folders[folder].name : above + "/" + folders[folder].name
    }
}
