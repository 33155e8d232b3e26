/// What a file in a dataset's folders is, by the ending of its name.
enum FileKind: Equatable {
    case image
    /// A picture in a format that is not read.
    case picture(String)
    /// Text that may say something of the images.
    case text
    /// What may hold images or labels, and is not read.
    case container(String)
    /// A name without a dot: only the bytes tell.
    case bare
    case other

    private static let pictures: [String: String] = [
        "tif": "TIFF", "tiff": "TIFF", "heic": "HEIC",
        "heif": "HEIF", "avif": "AVIF", "jxl": "JPEG XL", "jp2": "JPEG 2000", "j2k": "JPEG 2000", "ico": "ICO",
        "svg": "SVG", "psd": "PSD", "tga": "TGA", "exr": "EXR", "hdr": "HDR", "dcm": "DICOM", "dng": "DNG",
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

    /// Whether a file is taken for an image by its name.
    static func lists(_ name: ArraySlice<UInt8>) -> Bool {
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")), name.endIndex - dot <= 5 else { return false }
        return extensionBytes.contains(name[(dot + 1)...].map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 })
    }
}
