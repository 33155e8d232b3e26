import Foundation
import Model
import Synchronization
import Testing

@testable import TUI

/// Encodes prompts by arithmetic and counts them.
private final class Encoder: Sendable {
    let prompts = Mutex<[String]>([])
    let pause: TimeInterval

    init(pause: TimeInterval = 0) {
        self.pause = pause
    }

    var count: Int { prompts.withLock { $0.count } }

    var session: EvaluationSession {
        EvaluationSession(
            templates: TemplateEmbeddings(dimension: Sample.dimension, logitScale: 14) { [self] prompts, isCancelled in
                self.prompts.withLock { $0 += prompts }
                var matrix = Matrix(rows: prompts.count, columns: Sample.dimension)
                for (row, prompt) in prompts.enumerated() {
                    if isCancelled() { throw CancellationError() }
                    if pause > 0 { Thread.sleep(forTimeInterval: pause) }
                    matrix.values.replaceSubrange(
                        row * Sample.dimension..<(row + 1) * Sample.dimension, with: embedding(of: prompt))
                }
                return matrix
            })
    }
}

private func embedding(of prompt: String) -> [Float] {
    Sample.vector(prompt.unicodeScalars.reduce(7) { ($0 &* 31 &+ Int($1.value)) % 100_003 }, seed: 1, spread: 0)
}

private func request(_ templates: [String], generation: Int = 1) -> EvaluationRequest {
    EvaluationRequest(
        generation: generation, prompts: PromptSet(name: "test", templates: templates),
        labelColumn: Sample.dataset.labelColumns[0])
}

private func evaluate(
    _ session: inout EvaluationSession, _ request: EvaluationRequest, images: Int = 84
) throws -> [Evaluation] {
    var answers: [Evaluation] = []
    try session.evaluate(request, images: { Sample.embeddings(images) }) { answers.append($0) }
    return answers
}

@Suite struct EvaluationSessionTests {
    @Test func theWeightsAreTheNormalisedMeanOfAllPrompts() throws {
        var session = Encoder().session
        let request = request(["a photo of a {label}.", "the {label}", "a photo of a {label}."])
        let answer = try #require(evaluate(&session, request).last)
        var plain = Matrix(rows: Sample.coarse.count, columns: Sample.dimension)
        for (row, prompts) in request.prompts.prompts(for: Sample.coarse).enumerated() {
            for (column, value) in prompts.flatMap({ embedding(of: $0).enumerated() }) {
                plain.values[row * Sample.dimension + column] += value
            }
        }
        plain.normaliseRows()
        for (found, wanted) in zip(answer.weights!.matrix.values, plain.values) {
            #expect(abs(found - wanted) < 1e-6)
        }
        #expect(answer.hasAllTemplates && answer.templates == 3 && answer.images == 84)
    }

    @Test func anEditCostsOnlyTheTemplateThatItChanged() throws {
        let encoder = Encoder()
        var session = encoder.session
        _ = try evaluate(&session, request(["a {label}", "the {label}", "one {label}"]))
        #expect(encoder.count == 3 * Sample.coarse.count)
        _ = try evaluate(&session, request(["a {label}", "that {label}", "one {label}"], generation: 2))
        #expect(encoder.count == 4 * Sample.coarse.count)
        _ = try evaluate(&session, request(["a {label}", "the {label}"], generation: 3))
        #expect(encoder.count == 4 * Sample.coarse.count)
    }

    @Test func hidingAddingAndNamingCostOnlyTheClassesThatTheyChange() throws {
        let encoder = Encoder()
        var session = encoder.session
        var set = PromptSet(name: "test", templates: ["a {label}", "the {label}"])
        func answer(_ generation: Int) throws -> Evaluation {
            let request = EvaluationRequest(
                generation: generation, prompts: set, labelColumn: Sample.dataset.labelColumns[0])
            return try #require(evaluate(&session, request).last)
        }
        let first = try answer(1)
        let all = 2 * Sample.coarse.count
        #expect(encoder.count == all)
        set.hidden = ["bird", "oak"]
        let hidden = try answer(2)
        #expect(encoder.count == all && hidden.notCounted == Sample.perClass)
        #expect(Array(hidden.weights!.matrix[0]) == Array(first.weights!.matrix[1]))
        set.added = ["none"]
        #expect(try answer(3).weights?.matrix.rows == Sample.coarse.count)
        #expect(encoder.count == all + 2)
        set.classNames = ["none": ["none", "nothing"], "cat": ["kitten"]]
        let named = try answer(4)
        #expect(encoder.count == all + 2 + 6)
        set.added = []
        _ = try answer(5)
        #expect(encoder.count == all + 2 + 6)
        // As if everything had been encoded anew.
        var fresh = Encoder().session
        let plain = try #require(evaluate(&fresh, named.request).last)
        for (found, wanted) in zip(named.weights!.matrix.values, plain.weights!.matrix.values) {
            #expect(abs(found - wanted) < 1e-6)
        }
        #expect(Array(try #require(named.outcomes)) == Array(try #require(plain.outcomes)))
    }

    @Test func aTemplateWithoutPlaceholderIsEncodedOnce() throws {
        let encoder = Encoder()
        var session = encoder.session
        _ = try evaluate(&session, request(["a photo"]))
        #expect(encoder.count == 1)
    }

    @Test func aLargeEnsembleIsAnsweredInParts() throws {
        var session = Encoder(pause: 0.002).session
        let answers = try evaluate(&session, request((1...30).map { "\($0) {label}" }))
        let done = answers.map(\.templatesDone)
        #expect(done.count > 2 && done.last == 30)
        #expect(done == done.sorted() && Set(done).count == done.count)
        #expect(answers.allSatisfy { $0.images == 84 && $0.templates == 30 && $0.metrics != nil })
    }

    @Test func whatIsKnownIsInTheFirstPart() throws {
        var session = Encoder(pause: 0.002).session
        _ = try evaluate(&session, request((1...5).map { "\($0) {label}" }))
        let answers = try evaluate(&session, request((1...30).map { "\($0) {label}" }, generation: 2))
        #expect(answers[0].templatesDone > 5)
    }

    @Test func staleWorkEndsAndLeavesNothingBroken() throws {
        let encoder = Encoder(pause: 0.001)
        var session = encoder.session
        let isStale = Atomic(false)
        let templates = (1...40).map { "\($0) {label}" }
        #expect(throws: CancellationError.self) {
            try session.evaluate(
                request(templates), images: { Sample.embeddings(84) },
                isCancelled: { isStale.load(ordering: .relaxed) }
            ) { _ in isStale.store(true, ordering: .relaxed) }
        }
        #expect(encoder.count < templates.count * Sample.coarse.count)
        let answer = try #require(evaluate(&session, request(templates, generation: 2)).last)
        #expect(answer.templatesDone == 40)
        #expect(encoder.count <= (templates.count + 20) * Sample.coarse.count)
    }

    @Test func imagesThatComeLaterAreClassifiedByTheSamePrompts() throws {
        let encoder = Encoder()
        var session = encoder.session
        let first = try #require(evaluate(&session, request(["a {label}"]), images: 30).last)
        let second = try #require(evaluate(&session, request(["a {label}"]), images: 84).last)
        #expect(first.images == 30 && second.images == 84)
        #expect(Array(try #require(first.outcomes).prefix(30)) == Array(try #require(second.outcomes).prefix(30)))
        #expect(encoder.count == Sample.coarse.count)
    }

    @Test func withoutTemplatesThereIsNothingToSay() throws {
        var session = Encoder().session
        let answer = try #require(evaluate(&session, request([])).last)
        #expect(answer.weights == nil && answer.metrics == nil && answer.images == 0 && answer.hasAllTemplates)
    }
}
