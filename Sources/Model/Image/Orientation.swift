import Foundation

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

    /// The pixels in the order of `topLeft`.
    /// - Parameter bytes: [height, width, bytesAPixel]
    func turned(_ bytes: [UInt8], width: Int, height: Int, bytesAPixel: Int) -> [UInt8] {
        guard self != .topLeft else { return bytes }
        let rowStep = flipsRows ? -width : width
        let columnStep = flipsColumns ? -1 : 1
        let start = (flipsRows ? (height - 1) * width : 0) + (flipsColumns ? width - 1 : 0)
        let (right, down) = isTransposed ? (rowStep, columnStep) : (columnStep, rowStep)
        let (newWidth, newHeight) = isTransposed ? (height, width) : (width, height)
        return [UInt8](unsafeUninitializedCapacity: bytes.count) { turned, filled in
            filled = bytes.count
            bytes.withUnsafeBytes { bytes in
                let (target, source) = (UnsafeMutableRawBufferPointer(turned), bytes.baseAddress)
                guard let target = target.baseAddress, let source else { return }
                for y in 0..<newHeight {
                    for x in 0..<newWidth {
                        memcpy(
                            target + (y * newWidth + x) * bytesAPixel,
                            source + (start + y * down + x * right) * bytesAPixel,
                            bytesAPixel)
                    }
                }
            }
        }
    }
}

extension Picture {
    /// As a viewer shows it, the pixels in the order of `Orientation.topLeft`; for looking at, not for an encoder.
    package var upright: Picture {
        guard orientation != .topLeft else { return self }
        let (newWidth, newHeight) = orientation.isTransposed ? (height, width) : (width, height)
        let turned = orientation.turned(rgba, width: width, height: height, bytesAPixel: 4)
        return Picture(width: newWidth, height: newHeight, rgba: turned, hasAlpha: hasAlpha, format: format)
    }
}
