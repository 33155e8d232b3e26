import Foundation
import Testing

@testable import Model

@Suite struct ProjectionTests {
    private let golden: LearningGoldens
    private let train: LabelledRows
    private let test: LabelledRows

    init() throws { (golden, train, test) = try LearningGoldens.load() }

    /// Before the length is made 1.
    private func coordinates(_ map: ProjectionFitting.Map) -> Matrix {
        var centred = test.selecting(Array(0..<20)).matrix
        let negative = map.mean.map { -$0 }
        for row in 0..<centred.rows { centred.add(negative[...], toRow: row) }
        return centred.timesTransposed(map.matrix)
    }

    /// Equal up to the sign of each column.
    private func expectEqual(_ found: Matrix, _ expected: [[Double]], _ comment: Comment) {
        #expect(found.columns == expected[0].count, comment)
        for column in 0..<found.columns {
            let own = (0..<found.rows).map { Double(found.values[$0 * found.columns + column]) }
            let theirs = expected.map { $0[column] }
            let product: Double = zip(own, theirs).map { $0 * $1 }.reduce(0, +)
            let sign: Double = product < 0 ? -1 : 1
            let scale = theirs.map(abs).max() ?? 1
            for (a, b) in zip(own, theirs) {
                let difference: Double = abs(sign * a - b)
                #expect(difference < 1e-4 * scale, comment)
            }
        }
    }

    @Test func principalAxesAreThoseOfScikitLearn() throws {
        expectEqual(
            coordinates(try ProjectionFitting.principal(train.matrix, 8, isWhite: false)), golden.pca.rows, "pca")
        expectEqual(
            coordinates(try ProjectionFitting.principal(train.matrix, 8, isWhite: true)), golden.pca.white, "white")
        let sample = Double(train.count) / Double(train.count - 1)
        for (found, expected) in zip(PrincipalAxes(train.matrix).variances, golden.pca.variances) {
            #expect(abs(found * sample - expected) < 1e-6 * expected)
        }
    }

    @Test func fewRowsHaveTheAxesOfTheirCovariance() {
        let few = train.selecting(Array(0..<20)).matrix
        let byProducts = PrincipalAxes(few)
        let scatter = SymmetricEigen(
            PrincipalAxes.scatter(few, around: PrincipalAxes.mean(few)), size: few.columns)
        #expect(byProducts.count == 19)
        for axis in 0..<19 {
            let variance: Double = scatter.values[axis] / 20
            #expect(abs(byProducts.variances[axis] - variance) < 1e-9)
            var product = 0.0
            for place in axis * few.columns..<(axis + 1) * few.columns {
                product += byProducts.axes[place] * scatter.vectors[place]
            }
            #expect(abs(abs(product) - 1) < 1e-6)
        }
    }

    @Test func discriminantsAreThoseOfScikitLearn() throws {
        for lda in golden.lda {
            let map = try ProjectionFitting.discriminant(train, 64, shrinkage: lda.shrinkage)
            #expect(map.matrix.rows == 4)
            // scikit-learn's solver does not subtract the mean.
            let found = test.selecting(Array(0..<20)).matrix.timesTransposed(map.matrix)
            expectEqual(found, lda.rows, "shrinkage \(lda.shrinkage)")
        }
    }

    private func projection(_ method: CompactProjection.Method, _ dimensions: Int) throws -> CompactProjection {
        let map = try ProjectionFitting.fit(method, train, dimensions: dimensions, seed: 1)
        return CompactProjection(
            matrix: map.matrix, mean: map.mean, method: method, model: "m", fingerprint: "f",
            sources: [.init(dataset: "made", images: train.count, classes: 5)],
            fittedOn: ChosenOn(dataset: "made", images: ["a", "b"]))
    }

    @Test(arguments: CompactProjection.Method.allCases)
    func whatIsProjectedHasUnitLengthAndOneTrainingADirection(method: CompactProjection.Method) throws {
        let one = try projection(method, 3)
        #expect(one.dimensions == 3)
        let rows = one.images(test.matrix)
        for row in 0..<rows.rows {
            let square: Float = rows[row].reduce(0) { $0 + $1 * $1 }
            #expect(abs(square - 1) < 1e-4)
        }
        #expect(try projection(method, 3).matrix == one.matrix)
    }

    @Test(arguments: [CompactProjection.Method.lda, .arcface])
    func classesAreTakenApart(method: CompactProjection.Method) throws {
        func precision(_ projection: CompactProjection) throws -> Double {
            let rows = try LabelledRows(projection.images(train.matrix), labels: train.labels, classes: 5)
            return try Retrieval(rows, index: nil).averagePrecision.value
        }
        #expect(try precision(projection(method, 3)) > precision(projection(.pca, 3)) + 0.1)
    }

    @Test func aSavedProjectionIsTheSame() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).safetensors")
        defer { try? FileManager.default.removeItem(at: file) }
        let projection = try projection(.whiten, 5)
        try projection.write(to: file)
        let read = try CompactProjection(contentsOf: file)
        #expect(read.matrix == projection.matrix && read.mean == projection.mean)
        #expect(read.method == .whiten && read.model == "m" && read.fingerprint == "f")
        #expect(read.sources == projection.sources && read.fittedOn == projection.fittedOn)
        #expect(read.words == "whiten to 5 dimensions, fitted to 200 images of made")
    }

    @Test func whatCannotBeFittedIsTold() throws {
        #expect(throws: ProjectionFitting.Failure.fewDirections(4, asked: 8, rows: 5)) {
            try ProjectionFitting.fit(.pca, train.selecting(Array(0..<5)), dimensions: 8, seed: 1)
        }
        let one = train.selecting(train.labels.indices.filter { train.labels[$0] == 1 })
        for method in [CompactProjection.Method.lda, .arcface] {
            #expect(throws: ProjectionFitting.Failure.oneClass) {
                try ProjectionFitting.fit(method, one, dimensions: 3, seed: 1)
            }
        }
    }

    @Test func halvesOfClassesAreTheSameForWhoeverAsks() {
        let names = ["cat", "dog", "owl", "fox", "emu"]
        let first = ClassHalf.first.classes(of: names, seed: 4)
        #expect(first.count == 3)
        #expect(first == ClassHalf.first.classes(of: names.reversed(), seed: 4))
        #expect(first.union(ClassHalf.second.classes(of: names, seed: 4)) == Set(names))
        #expect(first.isDisjoint(with: ClassHalf.second.classes(of: names, seed: 4)))
    }
}
