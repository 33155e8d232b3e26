import Testing

@testable import Model
@testable import TUI

@Suite struct ExplanationTests {
    /// The popup on the first image, and what it asks.
    private func opened(_ columns: Int = 120, _ rows: Int = 40) throws -> (State, Request<Explanation.Question>) {
        var state = Sample.ready(columns, rows)
        let work = state.apply(.key(.char("W")))
        return (state, try #require(work.lazy.compactMap { $0.request(of: ExplanationQuestion.self) }.first))
    }

    private func map(_ sign: Float) -> OcclusionMap {
        OcclusionMap(side: 8, values: (0..<64).map { sign * Float($0 - 32) / 320 })
    }

    private func answers(_ request: Request<Explanation.Question>) -> [Explanation.Update] {
        let template = request.question.prompts.active[0].text
        func effects(_ sign: Float) -> [WordEffect] {
            [
                WordEffect(word: "photo", place: .template(template), change: 0.04 * sign),
                WordEffect(word: "a", place: .template(template), change: -0.002 * sign),
                WordEffect(word: "sea", place: .name("sea mammal"), change: 0.3 * sign),
            ]
        }
        return [
            .classes([.init(label: 3, probability: 0.62), .init(label: 5, probability: 0.21)]),
            .neighbours((1...8).map { .init(image: $0 * 7, similarity: 0.9 - Float($0) / 20) }),
            .votes([
                TemplateVote(template: template, predicted: 3, probability: 0.6),
                TemplateVote(template: "a {label}", predicted: 3, probability: 0.5),
                TemplateVote(template: "{label}", predicted: 5, probability: 0.4),
            ]),
            .words([effects(1), effects(-1)]),
            .maps([map(1), map(-1)], Preprocessing(width: 224, height: 224)),
        ]
    }

    private func receive(_ updates: [Explanation.Update], _ generation: Int, _ state: inout State) {
        for update in updates { state.run(.answer(ExplanationQuestion.self, generation: generation, update)) }
    }

    @Test(arguments: [(80, 24), (120, 40), (200, 60)])
    func screens(_ columns: Int, _ rows: Int) throws {
        var (state, request) = try opened(columns, rows)
        receive(answers(request), request.generation, &state)
        expect(state, matches: "explanation-\(columns)x\(rows)")
    }

    @Test func whatIsKnownStandsWhileTheRestIsFoundOut() throws {
        var (state, request) = try opened()
        receive(Array(answers(request).prefix(3)) + [.hidden(21, of: 49)], request.generation, &state)
        let text = screen(state).lines.joined(separator: "\n")
        #expect(text.contains("hiding parts 21 of 49") && text.contains("2 of 3"))
    }

    @Test func theMapOfTheClassShownLiesOverThePicture() throws {
        var (state, request) = try opened()
        receive(answers(request), request.generation, &state)
        #expect(state.requestedPicture?.overlay?.map == map(1))
        state.hit(.tab)
        #expect(state.requestedPicture?.overlay?.map == map(-1))
        state.hit(.escape)
        #expect(state.popup == nil && state.requestedPicture?.overlay == nil)
    }

    @Test func anotherImageIsAskedForAndLateAnswersAreDropped() throws {
        var (state, first) = try opened()
        let work = state.apply(.key(.down))
        let next = try #require(work.lazy.compactMap { $0.request(of: ExplanationQuestion.self) }.first)
        #expect(next.question.image != first.question.image && state.popup is ExplanationPopup)
        receive(answers(first), first.generation, &state)
        #expect(state.explanation.classes.isEmpty && state.explanation.inquiry.isWaiting)
    }

    @Test func closingStopsWhatIsUnderWay() throws {
        var (state, request) = try opened()
        #expect(state.apply(.key(.escape)).contains(.stop(ExplanationQuestion.self)))
        receive(answers(request), request.generation, &state)
        #expect(state.explanation.maps.isEmpty)
        var again = state
        #expect(again.apply(.key(.char("W"))).contains { $0.request(of: ExplanationQuestion.self) != nil })
    }

    @Test func aPictureThatCannotBeReadSaysSo() throws {
        var (state, request) = try opened()
        receive([.failed("/photos/a.png: not an image")], request.generation, &state)
        #expect(screen(state).lines.contains { $0.contains("not an image") })
    }

    @Test func whereNothingCanBeChosenItSaysWhy() {
        var state = Sample.unlabelled(120, 40)
        state.hit(.char("W"))
        #expect(state.popup == nil && state.message?.text.hasPrefix("why: ") == true)
        state = Sample.ready(120, 40)
        state.hit(.char("O"), .char("W"))
        #expect(state.popup == nil && state.message?.text == "why: no template is on")
    }

    /// Brightest where the map says most, in the picture as the tower takes it.
    @Test func theOverlayIsTheTowersCrop() {
        let preprocessing = Preprocessing(width: 32, height: 32)
        let picture = Picture(
            width: 64, height: 32, rgba: [UInt8](repeating: 200, count: 64 * 32 * 4), hasAlpha: false, format: "png")
        let laid = PictureOverlay(map: map(1), preprocessing: preprocessing).laid(over: picture)
        #expect(laid.width == 32 && laid.height == 32)
        let last = laid.rgba.suffix(4)
        #expect(last.first! > last.dropFirst(2).first!)  // Orange: more red than blue.
        #expect(laid.rgba[2] > laid.rgba[0])  // Blue.
    }
}
