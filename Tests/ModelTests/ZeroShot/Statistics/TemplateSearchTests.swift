import Foundation
import Synchronization
import Testing

@testable import Model

/// Six classes in eight dimensions. Template 0 and 3 are good, 1 is noise, 2 mixes the classes up.
private struct Ensemble {
    let sums: TemplateSums
    let images: EvaluatedImages
    let halves: StratifiedHalves

    init() throws {
        var generator = SeededGenerator(seed: 11)
        var prototypes = generator.matrix(6, 8)
        prototypes.normaliseRows()
        let noisy = { (scale: Float, generator: inout SeededGenerator) in
            var matrix = prototypes
            for index in matrix.values.indices {
                matrix.values[index] += Float.random(in: -scale...scale, using: &generator)
            }
            matrix.normaliseRows()
            return matrix
        }
        var shifted = Matrix(rows: 6, columns: 8)
        for row in 0..<6 {
            for column in 0..<8 {
                shifted.values[row * 8 + column] = prototypes[(row + 1) % 6][(row + 1) % 6 * 8 + column]
            }
        }
        let noise = generator.matrix(6, 8)
        sums = TemplateSums(sums: [noisy(0.2, &generator), noise, shifted, noisy(0.3, &generator)])
        let labels = (0..<240).map { $0 % 6 }
        var embeddings = Matrix(rows: 240, columns: 8)
        for image in 0..<240 {
            for column in 0..<8 {
                embeddings.values[image * 8 + column] =
                    prototypes[labels[image]][labels[image] * 8 + column]
                    + Float.random(in: -0.5...0.5, using: &generator)
            }
        }
        embeddings.normaliseRows()
        images = try EvaluatedImages(embeddings, labels: labels)
        halves = StratifiedHalves(images.labels, seed: 1)
    }

    func accuracy(_ templates: [Int], on places: [Int]) throws -> Double {
        let half = images.selecting(places)
        return half.accuracy(try half.predictions(sums.weights(of: templates)))
    }
}

@Suite struct TemplateSearchTests {
    private let ensemble: Ensemble
    let search: TemplateSearch

    init() throws {
        ensemble = try Ensemble()
        search = TemplateSearch(ensemble.sums, images: ensemble.images, halves: ensemble.halves)
    }

    @Test(arguments: TemplateSelection.Method.allCases)
    func everyStepTellsBothHalves(method: TemplateSelection.Method) throws {
        let selection = try search.run(method)
        #expect(selection.steps.count == (method == .backward ? 3 : 4))
        for step in selection.steps + [selection.whole, selection.best] {
            #expect(try step.chosenOn == ensemble.accuracy(step.templates, on: ensemble.halves.choosing))
            #expect(try step.reported == ensemble.accuracy(step.templates, on: ensemble.halves.reporting))
        }
        #expect(selection.whole.templates == [0, 1, 2, 3])
    }

    /// Against the choice by trying each candidate in plain words.
    @Test func forwardAddsTheBestAndBackwardLeavesOutTheWorst() throws {
        let choosing = ensemble.halves.choosing
        var kept: [Int] = []
        for step in try search.run(.forward).steps {
            let best = try (0..<4).filter { !kept.contains($0) }
                .map { (try ensemble.accuracy((kept + [$0]).sorted(), on: choosing), $0) }
                .max { ($0.0, $1.1) < ($1.0, $0.1) }
            #expect(step.template == best?.1)
            kept = (kept + [step.template!]).sorted()
            #expect(step.templates == kept)
        }
        #expect(try search.run(.backward).steps[0].template == 2)
    }

    @Test func singlesComeBestFirst() throws {
        let steps = try search.run(.single).steps
        #expect(steps.map(\.chosenOn) == steps.map(\.chosenOn).sorted(by: >))
        #expect(Set(steps.map(\.templates)) == [[0], [1], [2], [3]])
    }

    @Test func aCountEndsThePath() throws {
        #expect(try search.run(.forward, count: 2).best.templates.count == 2)
        #expect(try search.run(.backward, count: 3).best.templates == [0, 1, 3])
    }

    @Test func progressReachesWhatWasAnnounced() throws {
        for method in TemplateSelection.Method.allCases {
            let seen = Mutex<(highest: Int, total: Int, steps: Int)>((0, 0, 0))
            let selection = try search.run(method) { event in
                seen.withLock {
                    switch event {
                    case .tried(let done, let total): $0 = (max($0.highest, done), total, $0.steps)
                    case .step: $0.steps += 1
                    }
                }
            }
            let last = seen.withLock { $0 }
            #expect(last.highest == last.total)
            #expect(last.steps == selection.steps.count)
        }
    }

    @Test func aSearchCanBeCancelled() {
        #expect(throws: CancellationError.self) { _ = try search.run(.forward, isCancelled: { true }) }
    }

    @Test func contributionsAreWhatSwitchingOverGives() throws {
        let isOn = [true, false, true, true]
        let contributions = try TemplateContributions(
            ensemble.sums, isOn: isOn, images: ensemble.images, logitScale: 12)
        let everything = Array(0..<240)
        let base = try ensemble.accuracy([0, 2, 3], on: everything)
        #expect(contributions.accuracy == base)
        let all = try contributions.all()
        #expect(all.map(\.template) == [0, 1, 2, 3])
        for (one, others) in zip(all, [[2, 3], [0, 1, 2, 3], [0, 3], [0, 2]]) {
            #expect(one.isOn == isOn[one.template])
            #expect(try one.alone == ensemble.accuracy([one.template], on: everything))
            let switched = try #require(one.switched)
            #expect(try switched.accuracy == ensemble.accuracy(others, on: everything))
            #expect(abs(switched.change - Double(switched.gained - switched.lost) / 240) < 1e-12)
            #expect(switched.flips >= switched.gained + switched.lost)
        }
        #expect(try #require(all[2].switched).change > 0)
        // What a template brings is the loss of the ensemble without it less that of the ensemble with it.
        func loss(_ templates: [Int]) throws -> Double {
            let weights = ensemble.sums.weights(of: templates)
            return try ensemble.images.evaluation(weights, logitScale: 12).logLoss
        }
        for (one, (without, with)) in zip(
            all, [([2, 3], [0, 2, 3]), ([0, 2, 3], [0, 1, 2, 3]), ([0, 3], [0, 2, 3]), ([0, 2], [0, 2, 3])])
        {
            #expect(abs(try #require(one.helps) - (try loss(without) - loss(with))) < 1e-12)
        }
    }

    /// By the formula, in double precision.
    @Test func theLogLossIsTheMeanOfTheTrueClassesLosses() throws {
        let weights = ensemble.sums.weights(of: [0, 2])
        let images = ensemble.images
        let cosines = images.embeddings.timesTransposed(weights.matrix)
        var expected = 0.0
        for (row, label) in images.labels.enumerated() {
            let logits = (0..<cosines.columns).map { 12 * Double(cosines.values[row * cosines.columns + $0]) }
            expected += log(logits.map { exp($0 - logits[Int(label)]) }.reduce(0, +))
        }
        let found = try images.evaluation(weights, logitScale: 12)
        #expect(abs(found.logLoss - expected / Double(images.count)) < 1e-5)
        #expect(try found.predictions == images.predictions(weights))
    }

    @Test func theOnlyTemplateCannotBeLeftOut() throws {
        let contributions = try TemplateContributions(
            ensemble.sums, isOn: [false, true, false, false], images: ensemble.images, logitScale: 12)
        #expect(try contributions.contribution(of: 1).switched == nil)
        #expect(try contributions.contribution(of: 0).switched != nil)
        let none = try TemplateContributions(
            ensemble.sums, isOn: [false, false, false, false], images: ensemble.images, logitScale: 12)
        #expect(none.accuracy == nil)
        #expect(try none.contribution(of: 0).switched == nil)
    }
}

@Test func halvesAreStratifiedAndSeeded() {
    let labels: [Int32] =
        Array(repeating: 0, count: 11) + Array(repeating: 1, count: 7) + Array(repeating: 2, count: 4) + [3, 4]
    let halves = StratifiedHalves(labels, seed: 1)
    #expect((halves.choosing + halves.reporting).sorted() == Array(labels.indices))
    #expect(halves.choosing.count == 12)
    for label in Int32(0)..<3 {
        let (a, b) = (halves.choosing.count { labels[$0] == label }, halves.reporting.count { labels[$0] == label })
        #expect(abs(a - b) <= 1)
    }
    #expect(StratifiedHalves(labels, seed: 1) == halves)
    #expect(StratifiedHalves(labels, seed: 2) != halves)
}

@Test func anEnsemblesWeightsAreTheClassifiers() throws {
    var generator = SeededGenerator(seed: 4)
    let prompts = (0..<3).map { label in (0..<4).map { "\(label) \($0)" } }
    var embeddings: [String: [Float]] = [:]
    for prompt in prompts.joined() { embeddings[prompt] = generator.floats(8) }
    let sums = TemplateSums(
        sums: (0..<4).map { template in
            Matrix(rows: 3, columns: 8, values: prompts.flatMap { embeddings[$0[template]]! })
        })
    var plain = Matrix(rows: 3, columns: 8)
    for (row, own) in prompts.enumerated() {
        for (column, value) in own.flatMap({ embeddings[$0]!.enumerated() }) { plain.values[row * 8 + column] += value }
    }
    plain.normaliseRows()
    #expect(sums.weights(of: 0..<4).matrix == plain)
}
