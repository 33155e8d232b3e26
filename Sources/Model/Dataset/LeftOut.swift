/// Files of a dataset that might be taken for its images and are not, counted by what they are.
package struct LeftOut: Sendable, Equatable {
    struct Kind: Sendable, Equatable {
        /// For one and for several: "TIFF file", "TIFF files".
        let name: String
        let plural: String
        var count: Int
        /// The first of them by its path.
        var example: String
    }

    private(set) var kinds: [Kind] = []
    /// Folders that lie among the class folders and hold no images.
    private(set) var emptyFolders: [String] = []
    /// Whether there are pictures among them that another program can convert.
    private var hasOtherFormats = false
    /// What would read others of them: "libheif1".
    private var packages: Set<String> = []

    package init() {}

    /// How many files.
    package var count: Int { kinds.reduce(0) { $0 + $1.count } }
    package var isEmpty: Bool { kinds.isEmpty && emptyFolders.isEmpty }

    mutating func add(_ name: String, plural: String? = nil, example: String, count: Int = 1) {
        guard count > 0 else { return }
        if let index = kinds.firstIndex(where: { $0.name == name }) {
            kinds[index].count += count
            kinds[index].example = min(kinds[index].example, example)
        } else {
            kinds.append(Kind(name: name, plural: plural ?? name + "s", count: count, example: example))
        }
    }

    /// A picture in a format that is not read, or whose library is not installed.
    mutating func add(format: String, example: String) {
        if let library = DecoderLibrary.allCases.first(where: { $0.format == format }) {
            packages.insert(library.package)
        } else {
            hasOtherFormats = true
        }
        add(format + " file", example: example)
    }

    mutating func add(emptyFolders: [String]) { self.emptyFolders += emptyFolders }

    /// One line: "18 TIFF files (cat/a.tif, ...) left out: convert them to PNG or JPEG; no images in the folder owl".
    package var sentence: String? {
        guard !isEmpty else { return nil }
        var parts: [String] = []
        if !kinds.isEmpty {
            let named = kinds.sorted { $0.name < $1.name }.map { kind in
                "\(kind.count) \(kind.count == 1 ? kind.name : kind.plural) (\(kind.example)\(kind.count == 1 ? "" : ", ...")"
                    + ")"
            }
            parts.append(
                named.joined(separator: ", ") + (count == 1 ? " is" : " are") + " left out"
                    + (packages.isEmpty ? "" : ": install " + packages.sorted().joined(separator: ", "))
                    + (hasOtherFormats ? ", the formats read are \(ImageFormat.names)" : ""))
        }
        if !emptyFolders.isEmpty {
            let shown = emptyFolders.prefix(5).joined(separator: ", ") + (emptyFolders.count > 5 ? ", ..." : "")
            parts.append(
                emptyFolders.count == 1
                    ? "the folder \(shown) has no images and is no class"
                    : "\(emptyFolders.count) folders have no images and are no classes: \(shown)")
        }
        return parts.joined(separator: "; ")
    }
}
