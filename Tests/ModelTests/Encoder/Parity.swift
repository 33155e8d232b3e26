import Foundation
import Testing

@testable import Model

/// Goldens of one part: tensors that the reference wrote.
struct Goldens {
    let folder: URL
    private let archive: Safetensors

    init(_ part: String, _ file: String) throws {
        folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Goldens/\(part)")
        archive = try Safetensors(contentsOf: folder.appending(path: file))
    }

    func tensor(_ name: String) throws -> [Float] {
        let tensor = try #require(archive.tensors[name], "\(name)")
        return try #require(tensor.floats, "\(name)")
    }

    func shape(_ name: String) throws -> [Int] {
        try #require(archive.tensors[name], "\(name)").shape
    }

    func matrix(_ name: String) throws -> Matrix {
        let shape = try shape(name)
        return Matrix(rows: shape[0], columns: shape[1], values: try tensor(name))
    }
}

/// The bar of parity for normalised embeddings: cosine of each row at least 0.99999, no value off by more than 1e-4.
func expectParity(_ found: Matrix, _ expected: Matrix, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(found.rows == expected.rows && found.columns == expected.columns, sourceLocation: sourceLocation)
    guard found.rows == expected.rows, found.columns == expected.columns else { return }
    var lowest = 1.0
    for row in 0..<found.rows {
        lowest = min(lowest, zip(found[row], expected[row]).reduce(0) { $0 + Double($1.0) * Double($1.1) })
    }
    let largest = zip(found.values, expected.values).map { abs($0 - $1) }.max() ?? 0
    #expect(lowest >= 0.99999, "the lowest cosine", sourceLocation: sourceLocation)
    #expect(largest <= 1e-4, "the largest difference", sourceLocation: sourceLocation)
}
