import Foundation
import Model
import Testing

@testable import TUI

@Suite struct UpdateTests {
    @Test func whileEmbeddingTheImagesInSightComeFirst() {
        var state = Sample.started(80, 24)
        _ = state.apply(.opened(Sample.dataset, choices: Sample.choices, prompts: Sample.prompts))
        let work = state.apply(.key(.char("G")))
        let height = state.layout.images.height
        #expect(work.contains(.prefer([83] + Array(84 - height..<83))))
    }

    @Test func nothingIsPreferredOnceAllIsEmbedded() {
        var state = Sample.ready(80, 24)
        for work in state.apply(.key(.char("G"))) {
            if case .prefer = work { Issue.record("\(work)") }
        }
    }

    @Test func anUnreadableImageIsMarkedListedAndCounted() {
        var state = Sample.ready(120, 40, embedded: 83)
        state.run(.unreadable(image: 83, reason: "cut short"))
        #expect(screen(state).lines[0].contains("1 unreadable"))
        state.hit(.char("/"))
        state.typed("unreadable")
        state.hit(.enter)
        #expect(state.browse.rows == [83])
        #expect(screen(state).lines.contains { $0.contains("! vegetable") && $0.contains("unreadable") })
    }

    @Test func whyAPictureCannotBeShownIsReadToTheEnd() {
        var state = Sample.ready(80, 24, embedded: 83)
        state.hit(.char("G"))
        let reason = "truncated jpeg: its 3000 bytes end before the picture does"
        state.run(.unreadable(image: 83, reason: reason))
        state.run(.picture(PictureView(image: 83, cells: nil, facts: nil, failure: reason)))
        let shown = screen(state).lines.joined(separator: "\n")
        for line in ["truncated jpeg:", "its 3000 bytes", "end before the", "picture does", "the image cannot be read"]
        {
            #expect(shown.contains(line))
        }
    }

    @Test func aFileThatExistsIsReplacedOnTheSecondEnter() {
        var state = Sample.ready(80, 24)
        state.hit(.char("S"), .control("u"))
        let name = "mine.toml"
        state.typed(name)
        #expect(state.apply(.key(.enter)).contains(.save(state.promptEditor.set, to: name, replacing: false)))
        state.run(.exists(name))
        #expect(screen(state).lines.contains { $0.contains("this file exists; Enter replaces it") })
        #expect(state.apply(.key(.enter)).contains(.save(state.promptEditor.set, to: name, replacing: true)))
    }

    @Test func anotherNameIsAskedForAnew() {
        var state = Sample.ready(80, 24)
        state.run(.exists("./a.toml"))
        state.hit(.backspace)
        #expect(state.apply(.key(.enter)).contains(.save(state.promptEditor.set, to: "./a.tom", replacing: false)))
    }

    @Test func publishedSetsMayComeLater() {
        var state = Sample.started(80, 24)
        state.run(.opened(Sample.dataset, choices: [Sample.choices[0]], prompts: Sample.prompts))
        state.run(.choices([Sample.choices[1]]))
        #expect(state.choices.map(\.set.name) == ["dataset's own", "imagenet-80"])
    }

    @Test func theSameEvaluationIsNotAskedForTwice() {
        var state = Sample.ready(80, 24)
        let work =
            state.apply(.key(.char("j"))) + state.apply(.key(.tab)) + state.apply(.resize(Size(columns: 90, rows: 30)))
        for work in work {
            if case .evaluate = work { Issue.record("\(work)") }
        }
    }

    @Test func escTakesTheWholeEditBack() {
        var state = Sample.ready(80, 24)
        let before = (state.promptEditor.set, state.scores.current?.metrics)
        state.hit(.char("e"))
        state.typed(" of an animal")
        #expect(state.promptEditor.set != before.0)
        state.hit(.escape)
        #expect(state.promptEditor.set == before.0 && state.scores.current?.metrics == before.1)
        #expect(state.promptEditor.past.isEmpty)
    }

    @Test func inEachContextAKeyDoesOneThing() {
        for context in Context.allCases {
            var seen: [Key: String] = [:]
            for action in Action.all where action.contexts.contains(context) {
                for key in action.keys {
                    #expect(seen[key] == nil || seen[key] == action.id, "\(key.name) in \(context.rawValue)")
                    seen[key] = action.id
                }
            }
        }
    }
}
