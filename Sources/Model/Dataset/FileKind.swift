/// What a file in a dataset's folders is, by the ending of its name.
enum FileKind: Equatable {
    case image
    /// A picture in a format that is not read, or not without a library that is not installed.
    case picture(String)
    /// Text that may say something of the images.
    case text
    /// What may hold images or labels, and is not read.
    case container(String)
    /// A name without a dot: only the bytes tell.
    case bare
    case other

    private static let pictures: [String: String] = [
        "jp2": "JPEG 2000", "j2k": "JPEG 2000", "svg": "SVG", "psd": "PSD", "tga": "TGA", "exr": "EXR", "hdr": "HDR",
        "dcm": "DICOM", "dng": "DNG",
        "cr2": "CR2", "nef": "NEF", "arw": "ARW", "raf": "RAF", "orf": "ORF", "jpg_large": "JPEG (.jpg_large)",
    ]
    private static let texts: Set<String> = ["csv", "tsv", "txt", "jsonl", "json", "xml", "toml", "lst"]
    private static let containers: [String: String] = [
        "parquet": "Parquet", "arrow": "Arrow", "mat": "MATLAB", "npz": "NumPy", "npy": "NumPy", "h5": "HDF5",
        "hdf5": "HDF5", "tfrecord": "TFRecord", "mdb": "LMDB", "rec": "MXNet record", "beton": "FFCV", "zip": "zip",
        "gz": "gzip", "tgz": "tar.gz", "bz2": "bzip2", "xz": "xz", "zst": "zstd", "7z": "7z", "rar": "rar",
        "tar": "tar",
        "pkl": "pickle", "pickle": "pickle", "pt": "torch", "bin": "binary", "db": "database", "sqlite": "database",
        "xlsx": "Excel", "xls": "Excel",
    ]

    init(_ name: ArraySlice<UInt8>) {
        if ImageFormat.lists(name) {
            self = .image
            return
        }
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")) else {
            self = .bare
            return
        }
        let ending = String(decoding: name[(dot + 1)...].prefix(12), as: UTF8.self).lowercased()
        if ending == "gz", name[..<dot].suffix(4).elementsEqual(".tar".utf8) {
            self = .container("tar.gz")
        } else if let library = ImageFormat.loadedExtensions[ending] {
            self = .picture(library.format)
        } else if let format = Self.pictures[ending] {
            self = .picture(format)
        } else if Self.texts.contains(ending) {
            self = .text
        } else if let container = Self.containers[ending], name != Self.thumbsFile {
            self = .container(container)
        } else if ending.hasPrefix("tfrecord") {
            self = .container("TFRecord")
        } else {
            self = Self.isTFRecord(name) ? .container("TFRecord") : .other
        }
    }

    /// Windows keeps thumbnails in it.
    private static let thumbsFile = Array("Thumbs.db".utf8)[...]

    /// name.tfrecord-00000-of-00010
    private static func isTFRecord(_ name: ArraySlice<UInt8>) -> Bool {
        String(decoding: name, as: UTF8.self).contains(".tfrecord")
    }
}

extension ImageFormat {
    private static let extensionBytes = Set(extensions.map { Array($0.utf8) })
    private static let loadedBytes = Dictionary(
        uniqueKeysWithValues: loadedExtensions.map { (Array($0.key.utf8), $0.value) })

    /// Whether a file is taken for an image by its name. Asking for the first HEIC loads what reads them.
    static func lists(_ name: ArraySlice<UInt8>) -> Bool {
        guard let ending = ending(of: name) else { return false }
        return extensionBytes.contains(ending) || loadedBytes[ending]?.isPresent == true
    }

    static func isTIFF(_ name: ArraySlice<UInt8>) -> Bool { ending(of: name).map { loadedBytes[$0] == .tiff } ?? false }

    /// In lower case, where it can be a picture's.
    private static func ending(of name: ArraySlice<UInt8>) -> [UInt8]? {
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")), name.endIndex - dot <= 5 else { return nil }
        return name[(dot + 1)...].map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    }
}
