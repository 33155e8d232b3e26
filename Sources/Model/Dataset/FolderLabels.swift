/// What folders say of the images in them: which are splits, which are classes, and which are neither.
struct FolderLabels {
    /// Of each image; nil where there are no splits.
    private(set) var splits: CategoryColumn?
    /// Of each image, as the folders spell it.
    private(set) var classes = CategoryColumn()
    /// Of each image: of masks and the like, which lie beside the images.
    private(set) var isAnnotation: [Bool] = []
    /// The folders in which the folders of classes lie.
    private(set) var classParents: [String] = []
    /// Folders that hold all others, from the top: the data set may be called like one.
    private(set) var passed: [String] = []
    /// Folders that hold the same folders and were therefore taken for splits.
    private(set) var alikeFolders: [String] = []

    private let tree: FolderTree
    private let isKnown: ([String]) -> Bool
    private var places: [Place]

    /// What a folder's images are.
    private struct Place {
        var split: String?
        var label: String?
        var isAnnotation = false
    }

    /// - Parameters:
    ///   - names: the images' paths.
    ///   - isKnown: whether these are the class folders of a known data set.
    init(_ names: ByteStrings, isKnown: @escaping ([String]) -> Bool = { _ in false }) {
        tree = FolderTree(names)
        self.isKnown = isKnown
        places = Array(repeating: Place(), count: tree.folders.count)
        enter(FolderTree.root)
        forgetLoneClasses()
        let own = tree.folderOfImage.lazy.map { [places] in places[Int($0)] }
        classes = CategoryColumn(own.map(\.label))
        isAnnotation = own.map(\.isAnnotation)
        let found = CategoryColumn(own.map(\.split))
        splits = found.words.isEmpty ? nil : found
    }

    private mutating func enter(_ folder: Int) {
        let children = withoutAnnotations(in: folder)
        let names = children.map { tree[$0].name }
        if children.isEmpty { return }
        if SplitName.areSplits(names) {
            for child in children { descend(child, split: places[folder].split ?? tree[child].name) }
        } else if let only = children.first, children.count == 1 {
            enterLone(only, in: folder)
        } else if areLetters(children) {
            spell(children, in: folder)
        } else if let inner = containerOfClasses(children) ?? knownFolder(below: folder, children) {
            descend(inner, split: places[folder].split)
        } else if areAlike(children) {
            alikeFolders += names
            for child in children { descend(child, split: places[folder].split ?? tree[child].name) }
        } else {
            classParents.append(tree.path(folder))
            for child in children { mark(child, Place(split: places[folder].split, label: tree[child].name)) }
        }
    }

    /// The only folder with images is no class where it has folders, or says nothing of what is on the images.
    private mutating func enterLone(_ only: Int, in folder: Int) {
        let (name, split) = (tree[only].name, places[folder].split)
        let below = tree[only].children
        if areLetters([only]) {
            spell([only], in: folder)
        } else if below.count >= 2 || (below.count == 1 && tree[only].images == 0) {
            descend(only, split: split ?? (SplitName.isLoneSplit(name) ? name : nil))
        } else if SplitName.isLoneSplit(name) {
            descend(only, split: split ?? name)
        } else if FolderName.isContainer(name) || name == tree[folder].name {
            descend(only, split: split)
        } else {
            classParents.append(tree.path(folder))
            mark(only, Place(split: split, label: name))
        }
    }

    private mutating func descend(_ folder: Int, split: String?) {
        if folder != FolderTree.root { passed.append(tree[folder].name) }
        mark(folder, Place(split: split))
        enter(folder)
    }

    /// A folder and all below it.
    private mutating func mark(_ folder: Int, _ place: Place) {
        places[folder] = place
        for child in tree[folder].children { mark(child, place) }
    }

    /// Where images have a folder of their own, what was drawn over them lies beside it.
    private mutating func withoutAnnotations(in folder: Int) -> [Int] {
        let children = tree[folder].children
        guard children.contains(where: { FolderName.isContainer(tree[$0].name) }) else { return children }
        let drawn = children.filter { FolderName.isAnnotation(tree[$0].name) }
        for child in drawn { mark(child, Place(split: places[folder].split, isAnnotation: true)) }
        return children.filter { !drawn.contains($0) }
    }

    /// images/ with the class folders, beside other folders of images.
    private func containerOfClasses(_ children: [Int]) -> Int? {
        let inner = children.filter { FolderName.isContainer(tree[$0].name) && tree[$0].children.count >= 2 }
        guard inner.count == 1, children.allSatisfy({ $0 == inner[0] || tree[$0].children.isEmpty }) else { return nil }
        return inner[0]
    }

    /// The folder with the class folders of a known data set, where these folders are none.
    private func knownFolder(below folder: Int, _ children: [Int]) -> Int? {
        guard children.count < Self.fewestKnown, !isKnown(children.map { tree[$0].name }) else { return nil }
        var level = children
        for _ in 0..<Self.deepest {
            let candidates = level.filter { tree[$0].children.count >= Self.fewestKnown }.prefix(Self.mostTried)
            let known = candidates.filter { isKnown(tree.names(in: $0)) }
            if let found = known.first { return known.count == 1 ? found : nil }
            level = level.flatMap { tree[$0].children }
        }
        return nil
    }

    private static let fewestKnown = 5
    private static let deepest = 4
    private static let mostTried = 4

    /// Folders that hold the same folders: the same classes photographed in several ways, or several times.
    private func areAlike(_ children: [Int]) -> Bool {
        let names = children.map { Set(tree.names(in: $0).filter { !FolderName.isContainer($0) }) }
        guard children.allSatisfy({ tree[$0].images == 0 }), names.allSatisfy({ $0.count >= 2 }) else { return false }
        let all = names.dropFirst().reduce(names[0]) { $0.union($1) }
        return names.allSatisfy { 5 * $0.count >= 4 * all.count }
    }

    /// a/abbey, b/bakery/shop: one folder a letter (SUN397), where a class is the whole path below it.
    private func areLetters(_ children: [Int]) -> Bool {
        children.allSatisfy { child in
            let letter = tree[child].name.lowercased()
            return letter.count == 1 && letter.first!.isLetter && tree[child].images == 0
                && tree.names(in: child).allSatisfy { $0.lowercased().hasPrefix(letter) }
        }
    }

    private mutating func spell(_ letters: [Int], in folder: Int) {
        let split = places[folder].split
        for letter in letters {
            classParents.append(tree.path(letter))
            for child in tree[letter].children { spell(child, above: "", split: split) }
        }
    }

    private mutating func spell(_ folder: Int, above: String, split: String?) {
        let name = above.isEmpty ? tree[folder].name : above + "/" + tree[folder].name
        places[folder] = Place(split: split, label: name)
        for child in tree[folder].children { spell(child, above: name, split: split) }
    }

    /// The only class folder of a split is none where other splits have several and not this one: test/unknown/1.jpg.
    private mutating func forgetLoneClasses() {
        let bySplit = Dictionary(grouping: places.filter { $0.label != nil && $0.split != nil }, by: { $0.split! })
            .mapValues { Set($0.map { $0.label! }) }
        for (split, own) in bySplit where own.count == 1 {
            let others = bySplit.filter { $0.key != split }.values
            guard others.contains(where: { $0.count >= 2 }), !others.contains(where: { $0.contains(own.first!) }) else {
                continue
            }
            for index in places.indices where places[index].split == split { places[index].label = nil }
        }
    }
}

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
