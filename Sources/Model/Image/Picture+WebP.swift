import CWebP
import Foundation

extension Picture {
    /// The first frame on its canvas.
    /// - Throws: `ImageError`
    init(webp data: Data, file: URL) throws {
        self = try data.withUnsafeBytes { bytes in
            let bytes = bytes.bindMemory(to: UInt8.self)
            var features = WebPBitstreamFeatures()
            let status = WebPGetFeatures(bytes.baseAddress, bytes.count, &features)
            guard status == VP8_STATUS_OK else {
                throw ImageError.damaged(webp: data, "its header cannot be read", file)
            }
            let (width, height) = (Int(features.width), Int(features.height))
            let count = try Self.byteCount(width: width, height: height, file: file)
            let hasAlpha = features.has_alpha != 0
            var source = WebPData(bytes: bytes.baseAddress, size: bytes.count)
            guard let decoder = WebPAnimDecoderNew(&source, nil) else {
                throw ImageError.damaged(webp: data, "its chunks do not fit together", file)
            }
            defer { WebPAnimDecoderDelete(decoder) }
            var canvas: UnsafeMutablePointer<UInt8>?
            var time: Int32 = 0
            guard WebPAnimDecoderGetNext(decoder, &canvas, &time) != 0, let canvas else {
                throw ImageError.damaged(webp: data, "its pixels cannot be decoded", file)
            }
            var rgba = Array(UnsafeBufferPointer(start: canvas, count: count))
            if !hasAlpha {
                for alpha in stride(from: 3, to: count, by: 4) { rgba[alpha] = 255 }
            }
            return Picture(
                width: width, height: height, rgba: rgba, hasAlpha: hasAlpha, format: ImageFormat.webp.rawValue,
                orientation: Orientation(webp: data))
        }
    }
}

extension ImageError {
    /// Truncated where the file is shorter than its RIFF header says, else corrupt.
    fileprivate static func damaged(webp data: Data, _ reason: String, _ file: URL) -> ImageError {
        let size = data.dropFirst(4).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        return data.count < size + 8
            ? .truncated(file, format: "WebP", bytes: data.count)
            : .corrupt(file, format: "WebP", reason: reason)
    }
}
