import Foundation
import Testing

@testable import Model

@Suite struct SoftmaxTests {
    @Test(arguments: [Float(1), 100, 0.01])
    func rowsAreTheExactSoftmaxHoweverLargeTheScores(scale: Float) {
        let values: [Float] = [0.2, 0.21, -1, 1, 300, 299.5, -300, 0, 7, 7, 7, 7]
        var matrix = Matrix(rows: 3, columns: 4, values: values)
        matrix.softmaxRows(scale: scale)
        for row in 0..<3 {
            let scores = values[row * 4..<row * 4 + 4].map { Double(scale) * Double($0) }
            let powers = scores.map { exp($0 - scores.max()!) }
            for (found, power) in zip(matrix[row], powers) {
                #expect(abs(Double(found) - power / powers.reduce(0, +)) < 2e-6)
            }
        }
    }

    @Test func aMatrixWithoutRowsStaysOne() {
        var matrix = Matrix(rows: 0, columns: 4)
        matrix.softmaxRows(scale: 1)
        #expect(matrix == Matrix(rows: 0, columns: 4))
    }
}
