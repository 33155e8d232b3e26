import Foundation

extension Weights {
    /// Positional embeddings of the class token and of a grid of patches, [1 + height * width, width]. A checkpoint for
    /// another grid, a square one, is resized where the loader of its kind does that.
    func positions(_ names: TensorNames, grid: (height: Int, width: Int), width: Int) throws -> Matrix {
        let name = names.image.positionalEmbedding
        let rows = 1 + grid.height * grid.width
        guard let stored = otherRows(name, than: rows, names), let side = Self.squareRoot(stored - 1) else {
            return try matrix(name, rows: rows, columns: width)
        }
        let whole = try matrix(name, rows: stored, columns: width)
        guard !isSurvey else { return whole }
        var resized = Matrix(rows: 1, columns: width, values: Array(whole[0]))
        let patches = Matrix(rows: stored - 1, columns: width, values: Array(whole.values.dropFirst(width)))
        resized.values += patches.resized(from: (side, side), to: grid).values
        return Matrix(rows: rows, columns: width, values: resized.values)
    }

    /// The same of the places in a text, [context, width].
    func positions(_ names: TensorNames, context: Int, width: Int) throws -> Matrix {
        let name = names.text.positionalEmbedding
        guard let stored = otherRows(name, than: context, names) else {
            return try matrix(name, rows: context, columns: width)
        }
        let whole = try matrix(name, rows: stored, columns: width)
        return isSurvey ? whole : whole.resized(rows: context)
    }

    private func otherRows(_ name: String, than rows: Int, _ names: TensorNames) -> Int? {
        guard names.resizesPositions, let shape = archive.tensors[name]?.shape, shape.count == 2, shape[0] != rows,
            (1...1 << 20).contains(shape[0])
        else { return nil }
        return shape[0]
    }

    private static func squareRoot(_ count: Int) -> Int? {
        let side = Int(Double(max(0, count)).squareRoot().rounded())
        return side > 0 && side * side == count ? side : nil
    }
}

extension Matrix {
    /// Rows that lie on a grid, row by row, for another grid: torch's interpolate, bicubic with antialias (as in
    /// open_clip, model.py, resize_pos_embed), which is Pillow's filter.
    func resized(from old: (height: Int, width: Int), to new: (height: Int, width: Int)) -> Matrix {
        precondition(rows == old.height * old.width, "\(rows) rows on a grid of \(old)")
        func mix(_ sums: [[(index: Int, weight: Double)]], _ row: (Int, Int) -> Int, _ others: Int, _ source: [Double])
            -> [Double]
        {
            sums.flatMap { parts in
                (0..<others).flatMap { other in
                    (0..<columns).map { column in
                        parts.reduce(0) { $0 + $1.weight * source[row($1.index, other) * columns + column] }
                    }
                }
            }
        }
        // [new width][old height], then [new height][new width].
        let across = mix(
            Self.bicubic(from: old.width, to: new.width), { $1 * old.width + $0 }, old.height, values.map(Double.init))
        let down = mix(Self.bicubic(from: old.height, to: new.height), { $1 * old.height + $0 }, new.width, across)
        return Matrix(rows: new.height * new.width, columns: columns, values: down.map(Float.init))
    }

    /// Which of the old places make each of the new, and how much.
    private static func bicubic(from old: Int, to new: Int) -> [[(index: Int, weight: Double)]] {
        let scale = Double(old) / Double(new)
        let (stretch, a) = (max(1, scale), -0.5)
        func weight(_ distance: Double) -> Double {
            let x = abs(distance)
            if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
            return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0
        }
        return (0..<new).map { place in
            let centre = scale * (Double(place) + 0.5)
            let start = max(0, Int(centre - 2 * stretch + 0.5))
            let end = min(old, Int(centre + 2 * stretch + 0.5))
            let weights = (start..<end).map { weight((Double($0) - centre + 0.5) / stretch) }
            let sum = weights.reduce(0, +)
            return zip(start..<end, weights).map { ($0, $1 / sum) }
        }
    }

    /// Rows one after the other for another number of them: torch's interpolate, linear (resize_text_pos_embed).
    func resized(rows new: Int) -> Matrix {
        let scale = Double(rows) / Double(new)
        let values = (0..<new).flatMap { place in
            let position = max(0, scale * (Double(place) + 0.5) - 0.5)
            let (first, part) = (Int(position), Float(position - position.rounded(.down)))
            return zip(self[first], self[min(first + 1, rows - 1)]).map { (1 - part) * $0 + part * $1 }
        }
        return Matrix(rows: new, columns: columns, values: values)
    }
}
