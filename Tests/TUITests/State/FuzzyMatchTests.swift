import Testing

@testable import TUI

@Suite struct FuzzyMatchTests {
    @Test(arguments: [("nw", "next wrong", [0, 5]), ("wro", "next wrong", [5, 6, 7]), ("N X", "next wrong", [0, 2])])
    func lettersAreMetInOrder(_ typed: String, _ text: String, _ positions: [Int]) {
        #expect(FuzzyMatch(typed, in: text)?.positions == positions)
    }

    @Test(arguments: [("gx", "next wrong"), ("nn", "n"), ("ä", "a")])
    func whatIsNotThereInOrderDoesNotFit(_ typed: String, _ text: String) {
        #expect(FuzzyMatch(typed, in: text) == nil)
    }

    @Test func nothingTypedFitsAnything() {
        #expect(FuzzyMatch("", in: "next wrong")?.score == 0)
        #expect(FuzzyMatch("", in: "")?.positions == [])
    }

    @Test(arguments: [
        ("all", "all on", "small margin"), ("on", "on/off", "button"), ("cat", "cat", "Christmas item"),
        ("pr", "prompt sets", "palette row"),
    ])
    func theNearerFitScoresHigher(_ typed: String, _ better: String, _ worse: String) throws {
        let scores = try [better, worse].map { try #require(FuzzyMatch(typed, in: $0)).score }
        #expect(scores[0] > scores[1])
    }

    @Test func ofALongTextItsStartIsLookedAt() {
        let name = String(repeating: "a", count: 5000)
        #expect(FuzzyMatch(String(repeating: "a", count: 128), in: name)?.positions == Array(0..<128))
        #expect(FuzzyMatch(String(repeating: "a", count: 129), in: name) == nil)
        #expect(FuzzyMatch("b", in: name + "b") == nil)
    }

    @Test func aLongTextOfOneLetterIsMatchedQuickly() {
        #expect(FuzzyMatch("aaaaaaaaaa", in: String(repeating: "a", count: 300))?.positions == Array(0..<10))
    }
}
