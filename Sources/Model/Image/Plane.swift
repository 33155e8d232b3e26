/// A rectangle of a picture that is being resampled, with its place in the whole.
struct Plane<Sample: ResampledSample> {
    let columns: Range<Int>
    let rows: Range<Int>
    /// [rows, columns, Sample.channels]
    let samples: [Sample]

    init(columns: Range<Int>, rows: Range<Int>, samples: [Sample]) {
        precondition(samples.count == columns.count * rows.count * Sample.channels, "\(samples.count) samples")
        self.columns = columns
        self.rows = rows
        self.samples = samples
    }

    /// A whole picture.
    init(width: Int, height: Int, samples: [Sample]) {
        self.init(columns: 0..<width, rows: 0..<height, samples: samples)
    }

    private init(columns: Range<Int>, rows: Range<Int>, filledBy fill: (UnsafeMutablePointer<Sample>) -> Void) {
        self.columns = columns
        self.rows = rows
        let count = columns.count * rows.count * Sample.channels
        samples = [Sample](unsafeUninitializedCapacity: count) { buffer, filled in
            fill(buffer.baseAddress!)
            filled = count
        }
    }
}

extension Plane {
    /// Another kind of samples in the same place.
    func map<Other>(_ convert: ([Sample]) -> [Other]) -> Plane<Other> {
        Plane<Other>(columns: columns, rows: rows, samples: convert(samples))
    }

    /// What `framing` shows of the whole picture, resampled as Pillow does it (src/libImaging/Resample.c of 13.0): one
    /// axis after the other with the samples' precision between, an axis that keeps its length left alone, and the
    /// vertical one first where the height shrinks by more than twice what the width does.
    func resampled(_ interpolation: Interpolation, _ framing: Framing) -> Plane {
        func weights(_ source: Range<Int>, _ length: Int, _ range: Range<Int>) -> ResamplingWeights? {
            source.count == length
                ? nil : ResamplingWeights(interpolation, from: source.count, to: length, range: range)
        }
        let across = weights(columns, framing.width, framing.columns)
        let down = weights(rows, framing.height, framing.rows)
        let shrinkage = (across: columns.count - framing.width, down: rows.count - framing.height)
        if shrinkage.down > 0, shrinkage.down > shrinkage.across * 2 {
            return resampledDown(down, columns: across?.sources ?? framing.columns)
                .resampledAcross(across, rows: framing.rows)
        }
        return resampledAcross(across, rows: down?.sources ?? framing.rows)
            .resampledDown(down, columns: framing.columns)
            .cropped(columns: framing.columns, rows: framing.rows)
    }

    /// What `framing` shows, each pixel its nearest source pixel's (Pillow's src/libImaging/Geometry.c).
    func nearest(_ framing: Framing) -> Plane {
        guard framing.width != columns.count || framing.height != rows.count else {
            return cropped(columns: framing.columns, rows: framing.rows)
        }
        let across = Self.nearestSources(columns.count, framing.width, framing.columns)
        let down = Self.nearestSources(rows.count, framing.height, framing.rows)
        return transformed(columns: framing.columns, rows: framing.rows) { input, output in
            for (line, row) in down.enumerated() {
                for (position, column) in across.enumerated() {
                    let target = output + (line * across.count + position) * Sample.channels
                    target.update(from: input + offset(column, row), count: Sample.channels)
                }
            }
        }
    }

    /// Sums up the step like the reference, whose rounding decides in the middle between two pixels.
    private static func nearestSources(_ source: Int, _ length: Int, _ range: Range<Int>) -> [Int] {
        let step = Double(source) / Double(length)
        var position = step * 0.5
        var sources: [Int] = []
        for index in 0..<range.upperBound {
            if index >= range.lowerBound { sources.append(Int(position)) }
            position += step
        }
        return sources
    }
}

extension Plane {
    private func resampledAcross(_ weights: ResamplingWeights?, rows wanted: Range<Int>) -> Plane {
        guard let weights else { return self }
        return transformed(columns: weights.range, rows: wanted) { input, output in
            for (line, row) in wanted.enumerated() {
                Sample.resampleRow(
                    input + offset(weights.sources.lowerBound, row), weights,
                    into: output + line * weights.range.count * Sample.channels)
            }
        }
    }

    private func resampledDown(_ weights: ResamplingWeights?, columns wanted: Range<Int>) -> Plane {
        guard let weights else { return self }
        return transformed(columns: wanted, rows: weights.range) { input, output in
            let length = wanted.count * Sample.channels
            for line in 0..<weights.range.count {
                let first = weights.sources.lowerBound + Int(weights.firsts[line])
                Sample.resampleColumns(
                    input + offset(wanted.lowerBound, first), stride: columns.count * Sample.channels, weights, line,
                    into: output + line * length, count: length)
            }
        }
    }

    private func cropped(columns wanted: Range<Int>, rows wantedRows: Range<Int>) -> Plane {
        guard wanted != columns || wantedRows != rows else { return self }
        return transformed(columns: wanted, rows: wantedRows) { input, output in
            let length = wanted.count * Sample.channels
            for (line, row) in wantedRows.enumerated() {
                (output + line * length).update(from: input + offset(wanted.lowerBound, row), count: length)
            }
        }
    }

    private func transformed(
        columns: Range<Int>, rows: Range<Int>,
        _ transform: (UnsafePointer<Sample>, UnsafeMutablePointer<Sample>) -> Void
    ) -> Plane {
        samples.withUnsafeBufferPointer { input in
            Plane(columns: columns, rows: rows) { transform(input.baseAddress!, $0) }
        }
    }

    private func offset(_ column: Int, _ row: Int) -> Int {
        ((row - rows.lowerBound) * columns.count + column - columns.lowerBound) * Sample.channels
    }
}

extension Plane where Sample == UInt8 {
    /// Colours weighed by their alpha, so that transparent pixels do not bleed (Pillow's Convert.c, rgbA2rgba).
    func premultiplied() -> Plane {
        eachPixel { rgba in
            let alpha = UInt32(rgba[3])
            for channel in 0..<3 { rgba[channel] = UInt8((UInt32(rgba[channel]) * alpha).dividedBy255) }
        }
    }

    /// The way back, truncated like Pillow's (Convert.c, rgba2rgbA).
    func unpremultiplied() -> Plane {
        eachPixel { rgba in
            let alpha = UInt32(rgba[3])
            guard alpha != 0, alpha != 255 else { return }
            for channel in 0..<3 { rgba[channel] = UInt8(min(255, UInt32(rgba[channel]) * 255 / alpha)) }
        }
    }

    /// Over white, as Pillow's alpha_composite rounds it (AlphaComposite.c).
    func overWhite() -> Plane {
        eachPixel { rgba in
            let alpha = UInt32(rgba[3])
            for channel in 0..<3 {
                let sum = UInt32(rgba[channel]) * alpha + 255 * (255 - alpha) + 128
                rgba[channel] = UInt8((sum << 7 + sum >> 1) >> 15)
            }
            rgba[3] = 255
        }
    }

    private func eachPixel(_ change: (UnsafeMutablePointer<UInt8>) -> Void) -> Plane {
        map { samples in
            var samples = samples
            samples.withUnsafeMutableBufferPointer { samples in
                for pixel in stride(from: 0, to: samples.count, by: 4) { change(samples.baseAddress! + pixel) }
            }
            return samples
        }
    }
}
