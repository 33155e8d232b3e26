import Foundation
import Testing

@testable import Model
@testable import TUI

/// Keys, clicks and sizes in any order, while answers come late, in another order, or never.
@Suite struct DisorderTests {
    private static let keys: [Key] =
        (0x20...0x7E).map { .char(Character(Unicode.Scalar($0))) } + [
            .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .wordLeft, .wordRight, .enter, .enter, .escape,
            .escape, .tab, .tab, .backTab, .backspace, .delete, .meta("b"), .char("é"),
        ] + "abdefhklnpruw".map { .control($0) }

    private static func event(_ random: inout SplitMix) -> Event {
        switch Int.random(in: 0..<20, using: &random) {
        case 0: .resize(Size(columns: .random(in: 1...250, using: &random), rows: .random(in: 1...80, using: &random)))
        case 1, 2:
            .mouse(
                Mouse(
                    [.press, .doublePress, .drag, .release, .wheelUp, .wheelDown].randomElement(using: &random)!,
                    x: .random(in: 0...300, using: &random), y: .random(in: 0...100, using: &random)))
        case 3: .paste(["one {label}\ntwo\nthree", "word", "\n", ">60"].randomElement(using: &random)!)
        case 4: .unreadable(image: .random(in: 0..<84, using: &random), reason: "broken")
        case 5: .key(.char(Character("\(Int.random(in: 1...6, using: &random))")))
        default: .key(keys.randomElement(using: &random)!)
        }
    }

    private static func answers(to work: Work, _ state: State, _ random: inout SplitMix) throws -> [Event] {
        switch work {
        case .evaluate(let request):
            let count = request.prompts.entries.count
            let part = Bool.random(using: &random) ? Int.random(in: min(1, count)...count, using: &random) : count
            return [
                .evaluation(Sample.evaluate(request, state.embeddings, templatesDone: part)),
                .evaluation(Sample.evaluate(request, state.embeddings)),
            ]
        case .evaluateReference(let request): return [.reference(Sample.evaluate(request, state.embeddings))]
        case .draw(let request): return [.picture(Sample.picture(request))]
        case .drawThumbnails(let request): return request.inSight.map { .thumbnail(Sample.picture($0)) }
        default: return try Sample.answer(work)
        }
    }

    /// It stays, whatever comes when; and every screen can be drawn.
    @Test(arguments: 0..<24)
    func nothingThatComesLateOrNeverEndsIt(_ seed: UInt64) throws {
        var random = SplitMix(seed)
        var state = Sample.started()
        let filters = ["likely": "label errors", "verdict": "wrong", "predicted": "reptile", "probability": ">20"]
        let session = History.Session(
            dataset: URL(filePath: "/photos"), filter: filters.filter { _ in Bool.random(using: &random) },
            order: Browse.Order.allCases.randomElement(using: &random)!.rawValue)
        let bare = Dataset(
            name: "holiday", folder: URL(filePath: "/photos"), images: Sample.dataset.images, labelColumns: [],
            prompts: nil)
        var start: [Event] = [
            .opened(
                seed % 4 == 3 ? bare : Sample.dataset, choices: Sample.choices, prompts: Sample.prompts,
                session: seed % 2 == 0 ? session : nil),
            .modelReady(name: "clipscope-lite"),
            .embeddings(Sample.embeddings(40), EmbeddingProgress(done: 40, total: 84)),
            .embeddings(Sample.embeddings(84), EmbeddingProgress(done: 84, total: 84)),
        ]
        var open: [Work] = []
        for _ in 0..<400 {
            var events = [Self.event(&random)]
            if !start.isEmpty, Int.random(in: 0..<12, using: &random) == 0 { events.append(start.removeFirst()) }
            if !open.isEmpty, Int.random(in: 0..<3, using: &random) == 0 {
                let work = open.remove(at: .random(in: open.indices, using: &random))
                events += try Self.answers(to: work, state, &random)
            }
            for event in events { open += state.apply(event) }
            // What is never answered is forgotten here too.
            if open.count > 30 { open.removeFirst(open.count - 30) }
            _ = screen(state)
        }
        #expect(state.size.columns > 0)
    }
}
