import CPNG
import Foundation

extension OcclusionMap {
    /// The picture with the map over it, as a PNG file: orange where it speaks for the class, blue where it speaks against it,
    /// dark where it says nothing.
    /// - Parameter pixels: RGB, [height, width, 3], what the image tower takes of the picture.
    package func overlay(on pixels: [UInt8], width: Int, height: Int) -> Data {
        precondition(pixels.count == width * height * 3, "\(pixels.count) bytes for \(width)x\(height)")
        let most = max(values.map(abs).max() ?? 0, .leastNormalMagnitude)
        let (forIt, againstIt): ([Float], [Float]) = ([255, 140, 0], [40, 110, 255])
        var drawn = pixels
        for row in 0..<height {
            for column in 0..<width {
                let value = blended(row, column, width: width, height: height) / most
                let colour = value >= 0 ? forIt : againstIt
                let share = 0.55 * min(1, abs(value))
                let light = 0.45 + 0.55 * min(1, abs(value))
                for channel in 0..<3 {
                    let place = (row * width + column) * 3 + channel
                    drawn[place] = UInt8((1 - share) * light * Float(pixels[place]) + share * colour[channel])
                }
            }
        }
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
