import CFormats
import Foundation

extension Picture {
    /// The first page, with modes and values as Pillow's TiffImagePlugin gives them, turned as it says (Pillow turns
    /// the pixels of TIFF alone when it reads them).
    /// - Throws: `ImageError`
    init(tiff data: Data, file: URL) throws {
        let directory = TIFFDirectory(data)
        // libtiff takes memory for each strip of the picture while it opens a file.
        if let width = directory?.value(of: TIFFDirectory.width),
            let height = directory?.value(of: TIFFDirectory.height)
        {
            _ = try Self.byteCount(width: width, height: height, file: file)
        }
        var decoded = cformats_page()
        try data.decoded(.tiff, file) { cformats_tiff($0, $1, .most, &decoded, &$2) }
        defer { free(decoded.rows) }
        let page = TIFFPage(decoded)
        let extra =
            directory?.has(TIFFDirectory.extraSamples) == true
            ? directory?.value(of: TIFFDirectory.extraSamples) ?? 0 : nil
        guard decoded.rows != nil, let kind = TIFFPage.Kind(decoded, extra: extra) else {
            throw ImageError.unsupported(file, format: "TIFF", what: page.description)
        }
        let orientation = directory?.value(of: TIFFDirectory.orientation).flatMap(Orientation.init) ?? .topLeft
        self.init(page, kind, orientation)
    }

    private init(_ page: TIFFPage, _ kind: TIFFPage.Kind, _ orientation: Orientation) {
        let stored = page.samples(kind)
        let samples = orientation.turned(
            stored, width: page.width, height: page.height, bytesAPixel: kind.bytesAPixel)
        let (width, height) =
            orientation.isTransposed ? (page.height, page.width) : (page.width, page.height)
        switch kind {
        case .indices(let mode, _):
            self.init(width: width, height: height, indices: samples, mode: mode, format: .tiff)
        case .grey16:
            let grey = samples.withUnsafeBytes { Array($0.bindMemory(to: UInt16.self)) }
            self.init(width: width, height: height, grey16: grey, format: .tiff)
        case .cmyk:
            self.init(
                width: width, height: height, rgba: Self.rgba(cmyk: samples), hasAlpha: false,
                format: ImageFormat.tiff.rawValue, mode: .cmyk(samples))
        case .channels(let count, _):
            self.init(width: width, height: height, samples: samples, channels: count, format: .tiff)
        }
    }
}
