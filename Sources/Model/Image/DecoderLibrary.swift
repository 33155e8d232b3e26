import CFormats

/// A library that reads one rare format, loaded when the first such picture is met: most datasets have none.
enum DecoderLibrary: CaseIterable {
    case tiff, heif, avif, jxl

    /// What people call the format.
    var format: String {
        switch self {
        case .tiff: "TIFF"
        case .heif: "HEIC"
        case .avif: "AVIF"
        case .jxl: "JPEG XL"
        }
    }

    private var library: cformats_library {
        switch self {
        case .tiff: CFORMATS_TIFF
        case .heif: CFORMATS_HEIF
        case .avif: CFORMATS_AVIF
        case .jxl: CFORMATS_JXL
        }
    }

    /// Loads it.
    var isPresent: Bool { cformats_load(library) }

    /// Debian's package.
    var package: String { String(cString: cformats_package(library)) }
}
