import CPNG
import Foundation
import Synchronization

/// Where a classifier looks: how much less probable a class becomes when a part of the picture is hidden
/// (Zeiler and Fergus 2014, "Visualizing and understanding convolutional networks", section 4.2).
package struct OcclusionMap: Sendable, Equatable {
    /// Cells a side; the picture is what the image tower takes of it.
    package let side: Int
    /// Row by row, [side, side]: the probability with the whole picture less the mean of those with the cell hidden.
    /// Positive where the cell speaks for the class.
    package let values: [Float]

    package init(side: Int, values: [Float]) {
        precondition(values.count == side * side, "\(values.count) values for \(side) cells a side")
        (self.side, self.values) = (side, values)
    }

    package subscript(row: Int, column: Int) -> Float { values[row * side + column] }

    /// The cells that speak most for the class first.
    package var ranked: [Int] { values.indices.sorted { (values[$0], $1) > (values[$1], $0) } }

    /// Cells a side, and of a window that hides.
    package static let usualSide = 8
    private static let window = 2
    /// Pictures that a thread encodes at a time.
    private static let batch = 7

    /// One map a class, from the same pictures: each a window of 2 x 2 cells in the mean colour of the model's training.
    /// - Parameters:
    ///   - picture: [1, height, width, 3], of `CLIP.pixels`.
    ///   - progress: called with the windows done, from several threads.
    /// - Throws: as `CLIP.embed(pictures:)`; `CancellationError` soon after `isCancelled` turns true.
    package static func maps(
        of picture: FeatureMap, for classes: [Int], _ classifier: ZeroShotClassifier, _ clip: CLIP,
        side: Int = usualSide, threads: Int,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws -> [OcclusionMap] {
        precondition(picture.images == 1 && side >= window, "one picture, \(side) cells a side")
        let places = side - window + 1
        let windows = places * places
        let next = Atomic(0)
        let done = Atomic(0)
        let parts = try concurrently(min(threads, windows)) { _ in
            var own: [(first: Int, rows: Matrix)] = []
            while case let first = next.add(batch, ordering: .relaxed).oldValue, first < windows {
                if isCancelled() { throw CancellationError() }
                let hidden = first..<min(windows, first + batch)
                let pictures = hiding(
                    hidden.map { (row: $0 / places, column: $0 % places) }, in: picture, side: side)
                own.append((first, classifier.probabilities(try clip.embed(pictures, isCancelled: isCancelled))))
                progress(done.add(hidden.count, ordering: .relaxed).newValue, windows)
            }
            return own
        }
        let probabilities = parts.joined().sorted { $0.first < $1.first }.flatMap(\.rows.values)  // [windows, classes]
        let whole = classifier.probabilities(try clip.embed(picture, isCancelled: isCancelled))
        return classes.map { label in
            OcclusionMap(
                side: side, whole: whole.values[label],
                hidden: (0..<windows).map { probabilities[$0 * whole.columns + label] })
        }
    }

    /// - Parameter hidden: probability with each window hidden, row by row.
    private init(side: Int, whole: Float, hidden: [Float]) {
        let places = side - Self.window + 1
        var (sums, counts) = ([Float](repeating: 0, count: side * side), [Float](repeating: 0, count: side * side))
        for (index, probability) in hidden.enumerated() {
            for row in index / places..<index / places + Self.window {
                for column in index % places..<index % places + Self.window {
                    sums[row * side + column] += whole - probability
                    counts[row * side + column] += 1
                }
            }
        }
        self.side = side
        values = zip(sums, counts).map { $0 / $1 }
    }

    /// Copies of a picture with one window each in the mean colour, which is 0 once pixels are normalised.
    private static func hiding(
        _ windows: [(row: Int, column: Int)], in picture: FeatureMap, side: Int
    ) -> FeatureMap {
        var copies = FeatureMap(
            images: windows.count, height: picture.height, width: picture.width, channels: picture.channels)
        func edge(_ cell: Int, _ length: Int) -> Int { (cell * length + side / 2) / side }
        for (index, place) in windows.enumerated() {
            let start = index * picture.stride
            copies.values.replaceSubrange(start..<start + picture.stride, with: picture.values)
            let columns = edge(place.column, picture.width)..<edge(place.column + window, picture.width)
            for row in edge(place.row, picture.height)..<edge(place.row + window, picture.height) {
                let line = start + row * picture.width * picture.channels
                for value in columns.lowerBound * picture.channels..<columns.upperBound * picture.channels {
                    copies.values[line + value] = 0
                }
            }
        }
        return copies
    }
}

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
