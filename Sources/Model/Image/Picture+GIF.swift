import Foundation

extension Picture {
    /// The first frame on its canvas, in the mode that Pillow's GifImagePlugin gives it: grey where the palette only
    /// repeats the indices.
    /// - Throws: `ImageError`
    init(gif data: Data, file: URL) throws {
        let frame = try GIFFrame(of: data, file: file)
        _ = try Self.byteCount(width: frame.width, height: frame.height, file: file)
        self.init(
            width: frame.width, height: frame.height, indices: try frame.indices(), mode: Mode(gif: frame.palette),
            transparent: frame.transparent, format: .gif)
    }
}

extension Picture.Mode {
    fileprivate init(gif palette: [UInt8]?) {
        let isGrey = palette?.enumerated().allSatisfy { $0.element == $0.offset / 3 } ?? true
        self = isGrey ? .grey : .palette(colours: palette!)
    }
}
