import Foundation
import Model
import Testing

@testable import TUI

@Suite struct SavedSetTests {
    private let noon = Date(timeIntervalSince1970: 1_764_000_000)  // 24 November 2025, about noon

    private func choice(_ set: PromptSet, _ version: Int) -> PromptChoice {
        PromptChoice(set: set, origin: "saved", saved: PromptChoice.Saved(version: version, date: noon))
    }

    private func named(_ name: String, _ templates: String...) -> PromptSet {
        PromptSet(name: name, templates: templates)
    }

    @Test(arguments: [
        ("best", false), (" best of all ", false), ("best.toml", true), ("best.txt", true), ("sets/best", true),
        ("~/best", true), ("best.md", false),
    ])
    func aNameIsAFilesOrOneInTheHistory(_ name: String, _ isFile: Bool) {
        var state = Sample.ready(80, 24)
        state.hit(.char("S"), .control("u"))
        state.typed(name)
        let kept = Work.keep(state.promptEditor.set, as: name.trimmingCharacters(in: .whitespaces))
        let work = state.apply(.key(.enter))
        #expect(work.contains(isFile ? .save(state.promptEditor.set, to: name, replacing: false) : kept))
        #expect(state.popup == nil)
    }

    @Test func theSetUnderWorkIsMarkedUntilItIsSaved() {
        var state = Sample.ready(80, 24)
        #expect(!screen(state).lines[0].contains("•"))
        state.hit(.tab, .char(" "))
        #expect(screen(state).lines[0].contains("Sample photos •"))
        #expect(screen(state).lines.contains { $0.contains("Prompts dataset's own •") })
        var saved = state.promptEditor.set
        saved.name = "best"
        state.run(.kept(choice(saved, 1), isNew: true))
        #expect(!screen(state).lines.joined().contains("•"))
        #expect(screen(state).lines.contains { $0.contains("Prompts best ·") })
        #expect(screen(state).lines[1].contains("saved best, version 1"))
        state.hit(.char(" "))
        #expect(screen(state).lines.contains { $0.contains("Prompts best •") })
    }

    @Test func aPublishedSetWithTheDatasetsClassNamesIsNotChanged() {
        var own = Sample.prompts
        own.classNames = ["bird": ["small bird"]]
        let dataset = Dataset(
            name: "pets", folder: URL(filePath: "/pets"), images: ImageList(paths: [], in: FilePath("/pets")),
            labelColumns: [], prompts: own)
        var state = Sample.started(80, 24)
        let published = PromptChoice(set: Sample.published, origin: PromptChoice.published)
        state.run(
            .opened(dataset, choices: [PromptChoice(set: own, origin: "dataset's own"), published], prompts: own))
        state.hit(.char("p"), .down, .enter)
        #expect(state.promptEditor.set.classNames == own.classNames && !state.hasUnsavedPrompts)
        state.promptEditor.set.classNames["bird"] = ["bird"]
        #expect(state.hasUnsavedPrompts)
    }

    @Test func savedSetsStandBeforeThePublishedOnesAndTheNewestFirst() {
        var state = Sample.ready(80, 24)
        state.run(.savedSets([choice(named("b", "b {label}"), 3), choice(named("a", "a {label}"), 1)]))
        #expect(state.choices.map(\.set.name) == ["dataset's own", "b", "a", "imagenet-80"])
        state.run(.kept(choice(named("a", "a {label}", "an {label}"), 2), isNew: true))
        #expect(state.choices.map(\.set.name) == ["dataset's own", "a", "b", "imagenet-80"])
        state.hit(.char("p"))
        expect(state, matches: "popup-saved-sets")
    }

    @Test func versionsOfASavedSetAreListedAndLeft() {
        var state = Sample.ready(80, 24)
        let newest = choice(named("best", "a {label}", "an {label}"), 2)
        state.run(.savedSets([newest]))
        state.hit(.char("p"))
        #expect(state.apply(.key(.char("v"))).isEmpty)
        #expect(state.message?.text == "versions: this set is not a saved one")
        state.hit(.down)
        #expect(state.apply(.key(.char("v"))) == [.listVersions(of: "best")])
        state.run(.versions([newest, choice(named("best", "a {label}"), 1)]))
        expect(state, matches: "popup-versions")
        state.hit(.escape)
        #expect(state.choiceAtCursor?.set.name == "best" && state.offered.count == 3)
        state.hit(.char("v"))
        state.run(.versions([newest, choice(named("best", "a {label}"), 1)]))
        state.hit(.down, .enter)
        #expect(state.promptEditor.set.entries.count == 1 && state.popup == nil)
        #expect(state.hasUnsavedPrompts)
    }

    @Test func whatTheNameMakesOfTheSetIsTold() {
        var state = Sample.ready(80, 24)
        state.run(.savedSets([choice(named("best", "a {label}"), 4)]))
        state.hit(.char("S"), .control("u"))
        state.typed("bes")
        #expect(screen(state).lines.contains { $0.contains("3 templates, 2 on; a new name") })
        state.typed("t")
        #expect(screen(state).lines.contains { $0.contains("3 templates, 2 on; after version 4") })
        state.typed(".toml")
        #expect(screen(state).lines.contains { $0.contains("3 templates, 2 on; a TOML file") })
    }
}
