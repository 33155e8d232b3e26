import Foundation
import Testing

@testable import Model

/// Where the embedded model looks, against a few lines of Python from the definition (scripts/goldens occlusion).
@Suite struct OcclusionTests {
    private struct Told: Decodable {
        let photo: String
        let classes: [String]
        let template: String
        let side: Int
        let whole: [Float]
        /// One a class, row by row.
        let maps: [[Float]]
    }

    private let told: Told
    private let home = Home(folder: repository)

    init() throws {
        let file = repository.appending(path: "Tests/ModelTests/Goldens/occlusion/occlusion.json")
        told = try JSONDecoder().decode(Told.self, from: Data(contentsOf: file))
    }

    private func maps(threads: Int) throws -> (probabilities: [Float], maps: [OcclusionMap]) {
        let model = try CLIP(contentsOf: home.model, home: home)
        let texts = told.classes.map { told.template.replacing("{}", with: $0) }
        let classifier = ZeroShotClassifier(
            weights: ClassWeights(matrix: try model.embed(text: texts)), logitScale: model.logitScale)
        let pixels = model.pixels(of: [try Picture(contentsOf: home.photos.appending(path: told.photo))])
        return (
            classifier.probabilities(try model.embed(pixels)).values,
            try OcclusionMap.maps(
                of: pixels, for: Array(told.classes.indices), classifier, model, side: told.side, threads: threads)
        )
    }

    @Test func theMapIsThatOfTheDefinition() throws {
        let found = try maps(threads: 2)
        for (probability, wanted) in zip(found.probabilities, told.whole) { #expect(abs(probability - wanted) < 1e-4) }
        for (map, wanted) in zip(found.maps, told.maps) {
            #expect(map.values.count == wanted.count)
            let farthest = zip(map.values, wanted).map { abs($0 - $1) }.max() ?? .infinity
            #expect(farthest < 1e-4)
        }
        // There is something to see.
        #expect((told.maps[0].map(abs).max() ?? 0) > 0.05)
    }

    @Test func itIsTheSameWhateverTheThreads() throws {
        #expect(try maps(threads: 1).maps == maps(threads: 3).maps)
    }
}
