import CTurboJPEG
import Foundation

extension Picture {
    /// The upright picture as a JPEG file, neither side longer than `side` pixels, over white where it is transparent.
    /// - Parameter quality: 1 to 100.
    /// - Throws: `ThumbnailFailure`
    package func thumbnail(side: Int, quality: Int = 80) throws -> Data {
        let picture = upright
        let scale = min(1, Double(side) / Double(max(picture.width, picture.height)))
        let (width, height) = (max(1, Int(Double(picture.width) * scale)), max(1, Int(Double(picture.height) * scale)))
        let pixels = Preprocessing(width: width, height: height, resizeMode: .squash, convertsToRGBFirst: true)
            .pixels(picture)
        guard let compressor = tjInitCompress() else { throw ThumbnailFailure(reason: Self.reason(nil)) }
        defer { tjDestroy(compressor) }
        var bytes: UnsafeMutablePointer<UInt8>?
        var count: UInt = 0
        defer { tjFree(bytes) }
        let status = tjCompress2(
            compressor, pixels, Int32(width), 0, Int32(height), Int32(TJPF_RGB.rawValue), &bytes, &count,
            Int32(TJSAMP_420.rawValue), Int32(quality), 0)
        guard status == 0, let bytes else { throw ThumbnailFailure(reason: Self.reason(compressor)) }
        return Data(bytes: bytes, count: Int(count))
    }

    package struct ThumbnailFailure: Error, CustomStringConvertible {
        let reason: String

        package var description: String { "a small picture could not be made: \(reason)" }
    }

    private static func reason(_ handle: tjhandle?) -> String { String(cString: tjGetErrorStr2(handle)) }
}
