import CPNG
import Foundation

extension OcclusionMap {
    /// The picture in grey with the map over it: orange where it speaks for the class, blue where it speaks against it, dark
    /// where it says nothing.
    /// - Parameter pixels: RGB, [height, width, 3], what the image tower takes of the picture.
    /// - Returns: RGB, [height, width, 3].
    package func laid(over pixels: [UInt8], width: Int, height: Int) -> [UInt8] {
        precondition(pixels.count == width * height * 3, "\(pixels.count) bytes for \(width)x\(height)")
        let most = max(values.map(abs).max() ?? 0, .leastNormalMagnitude)
        let (forIt, againstIt): ([Float], [Float]) = ([255, 140, 0], [40, 110, 255])
        var drawn = pixels
        for row in 0..<height {
            for column in 0..<width {
                let value = blended(row, column, width: width, height: height) / most
                let colour = value >= 0 ? forIt : againstIt
                let strength = min(1, abs(value))
                let (share, light) = (0.6 * strength, 0.5 + 0.5 * strength)
                let place = (row * width + column) * 3
                // Luma of ITU-R BT.601.
                let grey =
                    0.299 * Float(pixels[place]) + 0.587 * Float(pixels[place + 1]) + 0.114 * Float(pixels[place + 2])
                for channel in 0..<3 {
                    drawn[place + channel] = UInt8((1 - share) * light * grey + share * colour[channel])
                }
            }
        }
        return drawn
    }

    /// The same as a PNG file.
    package func png(over pixels: [UInt8], width: Int, height: Int) -> Data {
        let drawn = laid(over: pixels, width: width, height: height)
        var count = 0
        guard let bytes = cpng_write_rgb(drawn, UInt32(width), UInt32(height), &count) else {
            preconditionFailure("no memory for a picture of \(width)x\(height)")
        }
        return Data(bytesNoCopy: bytes, count: count, deallocator: .free)
    }

    /// Between the middles of the cells.
    private func blended(_ row: Int, _ column: Int, width: Int, height: Int) -> Float {
        func place(_ pixel: Int, _ length: Int) -> (low: Int, share: Float) {
            let at = min(Float(side - 1), max(0, (Float(pixel) + 0.5) / Float(length) * Float(side) - 0.5))
            let low = min(side - 2, Int(at))
            return (low, at - Float(low))
        }
        let (top, down) = place(row, height)
        let (left, right) = place(column, width)
        let upper = self[top, left] * (1 - right) + self[top, left + 1] * right
        let lower = self[top + 1, left] * (1 - right) + self[top + 1, left + 1] * right
        return upper * (1 - down) + lower * down
    }
}
