import Foundation
import Testing

@testable import Model
@testable import TUI

@Suite struct DatasetChoiceTests {
    private let entries = [
        DatasetCatalogue.Entry(
            name: "sample", location: URL(filePath: "/photos"), files: 553, bytes: 31_000_000, holdsData: true),
        DatasetCatalogue.Entry(
            name: "acme/pets", location: URL(filePath: "/cache/pets"), files: 8, bytes: 2_300_000_000, holdsData: true),
        DatasetCatalogue.Entry(
            name: "acme/words", location: URL(filePath: "/cache/words"), files: 2, bytes: 40_000, holdsData: false),
    ]

    private func chooser() -> State {
        var state = Sample.ready(80, 24)
        let work = state.apply(.key(.char("D")))
        #expect(work.contains { $0.request(of: DatasetsQuestion.self) != nil })
        state.run(.answer(DatasetsQuestion.self, generation: 0, entries))
        return state
    }

    @Test func theChooserTellsWhatIsHere() {
        expect(chooser(), matches: "popup-datasets")
    }

    @Test func theOneThatIsChosenIsOpened() {
        var state = chooser()
        state.hit(.down)
        #expect(state.apply(.key(.enter)).contains(.open(dataset: entries[1].location)))
    }

    @Test func oneWithoutImagesIsNotOpened() {
        var state = chooser()
        state.hit(.down, .down)
        #expect(state.apply(.key(.enter)).isEmpty)
        #expect(state.message?.text == "acme/words: no images that are read" && state.popup is DatasetsPopup)
    }

    @Test func theOneThatIsOpenIsNotOpenedAgain() throws {
        var state = Sample.ready(80, 24)
        _ = state.apply(.key(.char("D")))
        let folder = try #require(state.dataset?.folder)
        let own = DatasetCatalogue.Entry(name: "own", location: folder, files: 1, bytes: 1, holdsData: true)
        state.run(.answer(DatasetsQuestion.self, generation: 0, [entries[1], own]))
        #expect(state.popup?.list?.cursor == 1)
        #expect(state.apply(.key(.enter)).allSatisfy { $0 != .open(dataset: folder) } && state.popup == nil)
    }

    @Test func nothingIsChosenBeforeTheListHasCome() {
        var state = Sample.ready(80, 24)
        _ = state.apply(.key(.char("D")))
        #expect(state.apply(.key(.enter)).isEmpty && state.popup is DatasetsPopup)
        #expect(screen(state).lines.contains { $0.contains("looking…") })
    }
}
