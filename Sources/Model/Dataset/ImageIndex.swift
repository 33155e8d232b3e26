/// Finds images by what a table calls them: a path, the end of one, a name, or a name without its ending.
struct ImageIndex {
    private let names: ByteStrings
    /// The last image of a name without its ending; `before` leads to the others.
    private var last: [ArraySlice<UInt8>: Int32] = [:]
    private var before: [Int32] = []

    private static let slash = UInt8(ascii: "/")

    init(_ names: ByteStrings) {
        self.names = names
        before.reserveCapacity(names.count)
        for (index, name) in names.enumerated() {
            let stem = Self.stem(Self.base(name))
            before.append(last[stem] ?? -1)
            last[stem] = Int32(index)
        }
    }

    /// - Parameters:
    ///   - folder: of the table, below the images' root; "" for the root.
    ///   - split: that the table is about, if it says.
    /// - Returns: nil where no image is called so, or several are.
    func image(_ value: String, below folder: String, split: String? = nil) -> Int? {
        var path = Array(FilePath(text: value.replacing("\\", with: "/")).bytes)
        while path.starts(with: [UInt8(ascii: "."), Self.slash]) { path.removeFirst(2) }
        guard !path.isEmpty, path.last != Self.slash else { return nil }
        let found = candidates(path[...])
        if found.count <= 1 { return found.first }
        let here = Array((folder.isEmpty ? "" : folder + "/").utf8)
        let exact = found.filter {
            names[$0].elementsEqual(here + path) || Self.stem(names[$0]).elementsEqual(here + path)
        }
        if exact.count == 1 { return exact[0] }
        let inFolder = found.filter { names[$0].starts(with: here) }
        if inFolder.count == 1 { return inFolder[0] }
        guard let split else { return nil }
        let ofSplit = inFolder.filter { image in
            names[image].split(separator: Self.slash).dropLast().contains { part in
                SplitName.spoken(in: String(decoding: part, as: UTF8.self)) == split
            }
        }
        return ofSplit.count == 1 ? ofSplit[0] : nil
    }

    /// The images whose paths end like this, with or without the ending of a picture.
    private func candidates(_ path: ArraySlice<UInt8>) -> [Int] {
        let base = Self.base(path)
        let hasEnding = ImageFormat.lists(base)
        var found = chain(hasEnding ? Self.stem(base) : base).filter { image in
            let name = hasEnding ? names[image] : Self.stem(names[image])
            return Self.ends(name, with: path) || Self.ends(path, with: name)
        }
        // A dot may belong to the name.
        if found.isEmpty, !hasEnding, names.count > 0 {
            found = chain(Self.stem(base)).filter { Self.ends(names[$0], with: path) }
        }
        return found
    }

    private func chain(_ stem: ArraySlice<UInt8>) -> [Int] {
        var images: [Int] = []
        var next = last[stem] ?? -1
        while next >= 0, images.count < 1_000 {
            images.append(Int(next))
            next = before[Int(next)]
        }
        return images
    }

    private static func base(_ path: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        path.lastIndex(of: slash).map { path[($0 + 1)...] } ?? path
    }

    /// Without the ending of a picture.
    private static func stem(_ name: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard ImageFormat.lists(name), let dot = name.lastIndex(of: UInt8(ascii: ".")) else { return name }
        return name[..<dot]
    }

    /// Whole parts of a path.
    private static func ends(_ path: ArraySlice<UInt8>, with end: ArraySlice<UInt8>) -> Bool {
        guard path.count >= end.count, path.suffix(end.count).elementsEqual(end) else { return false }
        return path.count == end.count || path[path.endIndex - end.count - 1] == slash
    }
}
