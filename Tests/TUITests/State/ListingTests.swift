import Foundation
import Testing

@testable import Model
@testable import TUI

@Suite struct ListingTests {
    private static func listing(_ names: [String], labels: [Int?] = [], classes: [String] = []) -> Listing {
        let labelColumn = Dataset.LabelColumn(
            name: "label", classes: classes, labels: labels.isEmpty ? names.map { _ in nil } : labels)
        return Listing(
            images: ImageList(paths: names, in: FilePath(text: "/photos")), labelColumn: labelColumn, classes: classes,
            outcomes: nil)
    }

    private static func found(_ text: String, in names: [String]) -> [String] {
        let rows = listing(names).rows(Browse.Filter(text: text), in: .dataset, keeping: nil)
        return rows.map { names[$0] }
    }

    @Test func aTextIsFoundWhateverTheCaseAndTheAccents() {
        let names = ["Cats/Été.png", "cats/ete.png", "dogs/ÉTÉ.png", "dogs/e\u{301}te\u{301}.png", "dogs/winter.png"]
        #expect(Self.found("ete", in: names) == Array(names.prefix(4)))
        #expect(Self.found("É", in: names) == names)
        #expect(Self.found("CATS/", in: names) == Array(names.prefix(2)))
        #expect(Self.found("png.", in: names).isEmpty && Self.found("a very long text, longer", in: names).isEmpty)
    }

    @Test func otherScriptsAreFound() {
        let names = ["写真/猫.png", "写真/犬.png", "photos/cat.png", "ΓΆΤΑ.png"]
        #expect(Self.found("猫", in: names) == ["写真/猫.png"])
        #expect(Self.found("γατα", in: names) == ["ΓΆΤΑ.png"])
        #expect(Self.found("photos", in: names) == ["photos/cat.png"])
        #expect(Self.found("각", in: ["\u{1100}\u{1161}\u{11A8}.png"]).count == 1)
        #expect(Self.found("🐈", in: ["a🐈b.png", "🐕.png"]) == ["a🐈b.png"])
    }

    @Test func namesThatAreNotUTF8AreSearchedToo() {
        let search = TextSearch("b.PNG")
        for bytes: [UInt8] in [
            [0xFF, 0x62, 0x2E, 0x70, 0x6E, 0x67], [0x62, 0x2E, 0x70, 0x6E, 0x67, 0xE2, 0x82], [0xC3],
        ] {
            #expect(bytes.withUnsafeBufferPointer(search.finds) == (bytes.count > 1))
        }
    }

    @Test func aClassIsFoundByItsName() {
        let listing = Self.listing(
            ["1.png", "2.png", "3.png"], labels: [0, 1, nil], classes: ["Café au lait", "tea"])
        #expect(listing.rows(Browse.Filter(text: "cafe"), in: .dataset, keeping: nil) == [0])
        #expect(listing.rows(Browse.Filter(text: "TEA"), in: .dataset, keeping: 2) == [1, 2])
        #expect(listing.rows(Browse.Filter(label: 1), in: .dataset, keeping: nil) == [1])
    }

    @Test func rowsAreInTheOrderOfTheirKeysThenOfTheDataset() {
        let keys: [Float] = [
            0.5, -0.25, .infinity, 0, -1, 0.5, .leastNonzeroMagnitude, -0.25, .greatestFiniteMagnitude, -0.0,
        ]
        let rows = ImageRows((0..<Int32(keys.count)).map { $0 }) { keys[$0] }
        // -0 comes before 0.
        #expect(Array(rows) == [4, 1, 7, 9, 3, 6, 0, 5, 8, 2])
    }

    @Test func manyRowsAreSortedLikeFew() {
        let keys = (0..<50_000).map { Sample.noise($0, 3) }
        let rows = ImageRows((0..<50_000).map { Int32($0) }) { keys[$0] }
        #expect(Array(rows) == keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) })
    }

    @Test func theMostWrongComeFirstAndWhatIsUnknownLast() {
        var state = Sample.ready(120, 40, embedded: 70)
        state.hit(.char("s"), .enter)
        #expect(state.browse.order == .loss && state.browse.rows.count == 84)
        let losses = state.browse.rows.map { state.outcome(of: $0)?.truth?.loss }
        #expect(losses.suffix(14).allSatisfy { $0 == nil })
        let known = losses.prefix(70).map { $0! }
        #expect(known == known.sorted(by: >))
    }

    @Test func filtersAgreeWithTheOutcomes() {
        var state = Sample.ready()
        let wrong = state.browse.rows.filter { state.outcome(of: $0)?.isRight == false }
        #expect(!wrong.isEmpty && state.wrongCount == wrong.count)
        state.hit(.char("w"))
        #expect(Array(state.browse.rows) == wrong)
        state.hit(.char("0"), .char("c"), .tab)
        state.typed("dog")
        state.hit(.enter)
        #expect(!state.browse.rows.isEmpty)
        #expect(state.browse.rows.allSatisfy { state.className(state.outcome(of: $0)?.predicted) == "dog" })
    }

    @Test func whatAnEditTurnedIsCountedAndListed() throws {
        var state = Sample.ready()
        let before = try #require(state.outcomes)
        state.hit(.tab, .char("d"), .tab)
        let after = try #require(state.outcomes)
        let change = try #require(state.scores.change)
        let right = before.indices.filter { before.isRight($0) == false && after.isRight($0) == true }
        let wrong = before.indices.filter { before.isRight($0) == true && after.isRight($0) == false }
        #expect(!right.isEmpty || !wrong.isEmpty)
        #expect(change.turnedRight == right.count && change.turnedWrong == wrong.count)
        #expect(
            right.allSatisfy { change.turn(of: $0) == .right } && wrong.allSatisfy { change.turn(of: $0) == .wrong })
        state.hit(.char("f"))
        #expect(Set(state.browse.rows) == Set(right + wrong).union([state.browse.selected!]))
    }

    @Test func theSelectedRowIsWhereTheSelectedImageIs() {
        var state = Sample.ready()
        for key: Key in [
            .char("G"), .char("s"), .enter, .char("w"), .down, .char("s"), .enter, .char("0"), .char("n"), .pageUp,
        ] {
            state.hit(key)
            #expect(state.browse.selectedRow.map { state.browse.rows[$0] } == state.browse.selected)
        }
    }
}
