import Foundation
import Synchronization
@testable import Model
@testable import TUI

private let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

/// What the prompts page asks, answered by the arithmetic of `Sample` and the published vocabulary.
extension Sample {
    static let tokenizer: Tokenizer = {
        do {
            return try Tokenizer.clip(home: Home(folder: repository))
        } catch {
            fatalError("\(error)")
        }
    }()

    /// The classes under one template, [classes, dimension].
    static func sum(_ template: PromptTemplate, classes: Int) -> Matrix {
        var matrix = Matrix(rows: classes, columns: dimension)
        let seed = template.text.unicodeScalars.reduce(5) { ($0 &* 31 &+ Int($1.value)) % 100_003 }
        let spread: Float = template.hasPlaceholder ? 0.25 : 20
        for label in 0..<classes {
            for (index, value) in vector(label, seed: seed + label, spread: spread).enumerated() {
                matrix.values[label * dimension + index] = value
            }
        }
        return matrix
    }

    static func sums(_ prompts: EvaluatedPrompts) -> TemplateSums {
        let choice = prompts.choice
        return TemplateSums(
            sums: prompts.entries.map { sum($0.template, classes: choice.classes.count).offered(by: choice) })
    }

    static func contributions(_ prompts: EvaluatedPrompts) throws -> [TemplateContributions.Contribution] {
        try TemplateContributions(
            sums(prompts), isOn: prompts.entries.map(\.isOn),
            images: prompts.evaluatedImages, logitScale: 12
        ).all()
    }

    static func selection(_ question: TemplateSelectionRun.Question) throws -> (StratifiedHalves, TemplateSelection) {
        let images = question.prompts.evaluatedImages
        let halves = question.halves(of: images)
        return (
            halves, try TemplateSearch(sums(question.prompts), images: images, halves: halves).run(question.method)
        )
    }

    /// The events that a thread would post; what asks a model is answered by arithmetic.
    static func answer(_ work: Work) throws -> [Event] {
        guard case .asked(let asked) = work else { return [] }
        let events = Mutex<[Event]>([])
        func tell<Kind: BackgroundQuestion>(_ kind: Kind.Type, _ answers: (Kind.Question) throws -> [Kind.Answer])
            throws -> [Event]?
        {
            try asked.request(of: kind).map { request in
                try answers(request.question).map { .answer(kind, generation: request.generation, $0) }
            }
        }
        if let told = try tell(ContributionsQuestion.self, { try contributions($0).map { .found($0) } + [.finished] })
            ?? tell(
                SelectionQuestion.self,
                { question in
                    let (halves, found) = try selection(question)
                    return [.halves(question.chosenOn(halves, of: question.prompts.evaluatedImages)), .finished(found)]
                })
            ?? tell(TokensQuestion.self, { [PromptTokens($0.prompt, tokenizer)] })
            ?? tell(FindingsQuestion.self, { [try PromptFindings($0, tokenizer)] })
            ?? tell(SimilarityQuestion.self, { [try $0.answer(encode: encode)] })
            ?? tell(ComparisonQuestion.self, { compare($0) })
            ?? tell(LeaderboardQuestion.self, { [rank($0)] })
        {
            return told
        }
        try asked.answer(nil, { false }) { event in events.withLock { $0.append(event) } }
        return events.withLock { $0 }
    }

    static func rank(_ question: LeaderboardTable.Question) -> LeaderboardTable.Update {
        let outcomes = question.entrants.map { entrant in
            let request = EvaluationRequest(
                generation: 0, prompts: entrant.set.effective, labelColumn: question.labelColumn)
            return evaluate(request, question.images).outcomes!
        }
        return .ranked(
            Leaderboard(outcomes, classes: question.labelColumn.classes.count, by: question.order), done: outcomes.count
        )
    }

    /// A class name becomes the direction of its images, another text a direction of its own.
    static func encode(_ texts: [String]) -> Matrix {
        let rows = texts.map { text in
            let own = text.unicodeScalars.reduce(5) { ($0 &* 31 &+ Int($1.value)) % 100_003 }
            return vector(coarse.firstIndex(of: text) ?? own, seed: 0, spread: 0)
        }
        return Matrix(rows: rows.count, columns: dimension, values: Array(rows.joined()))
    }
}
