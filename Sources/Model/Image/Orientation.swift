/// Where the first row and the first column of the stored pixels belong, by the numbers and names of TIFF 6.0 and EXIF.
package enum Orientation: Int, Sendable {
    case topLeft = 1
    case topRight, bottomRight, bottomLeft, leftTop, rightTop, rightBottom, leftBottom

    /// Rows become columns.
    var isTransposed: Bool { rawValue >= Self.leftTop.rawValue }
    /// The first stored row is shown last, as a row or as a column.
    var flipsRows: Bool { [.bottomRight, .bottomLeft, .rightTop, .rightBottom].contains(self) }
    /// The same of the first stored column.
    var flipsColumns: Bool { [.topRight, .bottomRight, .rightBottom, .leftBottom].contains(self) }
}

extension Picture {
    /// As a viewer shows it, the pixels in the order of `Orientation.topLeft`; for looking at, not for an encoder.
    package var upright: Picture {
        guard orientation != .topLeft else { return self }
        let rowStep = orientation.flipsRows ? -width : width
        let columnStep = orientation.flipsColumns ? -1 : 1
        let start = (orientation.flipsRows ? (height - 1) * width : 0) + (orientation.flipsColumns ? width - 1 : 0)
        let (right, down) = orientation.isTransposed ? (rowStep, columnStep) : (columnStep, rowStep)
        let (newWidth, newHeight) = orientation.isTransposed ? (height, width) : (width, height)
        let turned = [UInt8](unsafeUninitializedCapacity: rgba.count) { turned, filled in
            filled = rgba.count
            rgba.withUnsafeBytes { rgba in
                let target = UnsafeMutableRawBufferPointer(turned)
                for y in 0..<newHeight {
                    for x in 0..<newWidth {
                        let pixel = rgba.load(fromByteOffset: (start + y * down + x * right) * 4, as: UInt32.self)
                        target.storeBytes(of: pixel, toByteOffset: (y * newWidth + x) * 4, as: UInt32.self)
                    }
                }
            }
        }
        return Picture(width: newWidth, height: newHeight, rgba: turned, hasAlpha: hasAlpha, format: format)
    }
}
