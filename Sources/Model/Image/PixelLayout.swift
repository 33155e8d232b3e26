import Foundation

/// How bare pixels of 8 bit stand in a file: rows from the top.
package struct PixelLayout: Hashable, Sendable {
    package enum Order: String, Sendable {
        /// [height, width, channels]
        case interleaved
        /// [channels, height, width]
        case planar
        /// [channels, width, height]: columns from the left.
        case planarColumns
    }

    package let width: Int
    package let height: Int
    /// 1 for grey, 3 for red, green and blue.
    package let channels: Int
    package let order: Order
    /// "idx", "cifar": what the picture's format is called.
    package let format: String

    var byteCount: Int { width * height * channels }

    func picture(_ bytes: Data) -> Picture {
        precondition(bytes.count == byteCount, "\(bytes.count) bytes for \(self)")
        let plane = width * height
        let rgba = [UInt8](unsafeUninitializedCapacity: plane * 4) { rgba, filled in
            bytes.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
                for pixel in 0..<plane {
                    // The place of the pixel in its plane.
                    let place = order == .planarColumns ? pixel % width * height + pixel / width : pixel
                    for channel in 0..<3 {
                        let own = channels == 1 ? 0 : channel
                        rgba[pixel * 4 + channel] =
                            bytes[order == .interleaved ? pixel * channels + own : own * plane + place]
                    }
                    rgba[pixel * 4 + 3] = 255
                }
            }
            filled = plane * 4
        }
        return Picture(
            width: width, height: height, rgba: rgba, hasAlpha: false, format: format,
            mode: channels == 1 ? .grey : .rgb)
    }
}

extension PixelLayout: CustomStringConvertible {
    package var description: String { "\(width)x\(height)x\(channels) \(order.rawValue)" }
}
