import Testing

@testable import TUI

@Suite struct TextSearchTests {
    /// Texts of two letters repeat themselves in every way; each is looked for in each, as the standard library does.
    @Test func aTextIsFoundWhereItStands() {
        let texts = (0..<9).flatMap { length in
            (0..<1 << length).map { bits in String((0..<length).map { bits >> $0 & 1 == 0 ? "a" : "b" }) }
        }
        for wanted in texts where wanted.count < 5 {
            let search = TextSearch(wanted)
            for text in texts { #expect(search.finds(in: text) == (wanted.isEmpty || text.contains(wanted))) }
        }
    }

    @Test(arguments: [
        ("CAFÉ", "a cafe\u{301} in Paris", true), ("straße", "STRASSE", true), ("猫", "黒猫です", true), ("É", "e", true),
        ("ab", "a b", false),
    ])
    func caseAndAccentsDoNotMatter(wanted: String, text: String, isFound: Bool) {
        #expect(TextSearch(wanted).finds(in: text) == isFound)
    }

    @Test func wordsMustAllStandAndThoseBehindAMarkMustNot() {
        let test = FilterWords("owl night !day").test
        #expect(test("an Owl at night") && !test("an owl") && !test("an owl, night and day"))
        #expect(FilterWords("").test("anything") && FilterWords("!").test("anything"))
    }
}
