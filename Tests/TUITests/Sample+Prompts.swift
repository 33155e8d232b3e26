import Foundation
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

    static func sums(_ prompts: JudgedPrompts) -> TemplateSums {
        let choice = prompts.choice
        return TemplateSums(
            sums: prompts.entries.map { sum($0.template, classes: choice.classes.count).offered(by: choice) })
    }

    static func contributions(_ prompts: JudgedPrompts) throws -> [TemplateContributions.Contribution] {
        try TemplateContributions(
            sums(prompts), isOn: prompts.entries.map(\.isOn),
            images: prompts.judgedImages
        ).all()
    }

    static func selection(_ question: TemplateTrial.Question) throws -> (StratifiedHalves, TemplateSelection) {
        let images = question.prompts.judgedImages
        let halves = question.halves(of: images)
        return (
            halves, try TemplateSearch(sums(question.prompts), images: images, halves: halves).run(question.method)
        )
    }

    /// The events that a thread would post.
    static func answer(_ work: Work) throws -> [Event] {
        switch work {
        case .contribute(let request):
            var events = try contributions(request.question).map { found in
                Event.contributed(generation: request.generation, .found(found))
            }
            events.append(.contributed(generation: request.generation, .finished))
            return events
        case .tryTemplates(let request):
            let (halves, found) = try selection(request.question)
            let chosenOn = request.question.chosenOn(halves, of: request.question.prompts.judgedImages)
            return [
                .tried(generation: request.generation, .halves(chosenOn)),
                .tried(generation: request.generation, .finished(found)),
            ]
        case .tokenize(let request):
            return [.tokens(generation: request.generation, PromptTokens(request.question.prompt, tokenizer))]
        case .lint(let request):
            return [.linted(generation: request.generation, try PromptFindings(request.question, tokenizer))]
        case .rank(let request):
            return [.ranked(generation: request.generation, try request.question.answer(encode: encode))]
        case .orderNames(let request):
            return [.named(generation: request.generation, request.question.ranks)]
        case .calibrate(let request):
            var events: [Event] = []
            try Calibration.Answer.find(request.question) {
                events.append(.calibrated(generation: request.generation, $0))
            }
            return events
        case .tryTemperature(let request):
            let (halves, temperature) = (request.question.halves, request.question.temperature)
            let judged = try JudgedTemperature(halves, temperature: temperature)
            return [.triedTemperature(generation: request.generation, judged)]
        default: return []
        }
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
