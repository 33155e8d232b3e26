import Foundation
import Testing

@testable import Model

@Suite struct SentencesTests {
    private func read(_ json: String) throws -> PromptSet {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "pets.json")
        try Data(json.utf8).write(to: file)
        return try PromptSet(contentsOf: file)
    }

    /// As CuPL publishes them.
    @Test func sentencesOfAClassAreItsPrompts() throws {
        let set = try read(
            #"{"Abyssinian": ["An Abyssinian has ticked fur.", "A cat."], "pug": ["The pug is small."]}"#)
        #expect(set.name == "pets")
        #expect(
            set.prompts(for: ["Abyssinian", "pug", "beagle"])
                == [["An Abyssinian has ticked fur.", "A cat."], ["The pug is small."], ["beagle"]])
    }

    /// As classification by description publishes them, and said as its program says them.
    @Test func descriptorsAreSaidOfTheirClass() throws {
        let set = try read(
            #"{"great_owl": ["large eyes", "a flat face", "often hunts at night", "used to hunt"], "hen": ["feathers"]}"#
        )
        #expect(
            set.prompts(for: ["great_owl"])[0] == [
                "great owl, which has large eyes", "great owl, which is a flat face",
                "great owl, which often hunts at night",
                "great owl, which is used to hunt",
            ])
    }

    @Test func aClassWithoutSentencesAndWithoutATemplateIsRefused() throws {
        let set = try read(#"{"pug": ["A pug is small."]}"#)
        #expect {
            try set.sentencesNote(among: ["pug", "beagle", "boxer"], source: "pets.json")
        } throws: {
            message(of: $0)
                == "pets.json: no sentences for 2 of 3 classes (beagle, boxer), and no template to fall back to"
        }
        #expect(try set.sentencesNote(among: ["pug"], source: "pets.json") == nil)
        let templates = PromptSet(name: "p", templates: ["a {label}"])
        #expect(try templates.sentencesNote(among: ["pug"], source: "p") == nil)
    }

    @Test func classesThatFallBackToTemplatesAreSaid() throws {
        var set = try read(#"{"pug": ["A pug is small."]}"#)
        set.entries.append(PromptSet.Entry(PromptTemplate("a photo of a {label}.")))
        #expect(
            try set.sentencesNote(among: ["pug", "beagle", "boxer"], source: "pets.json")
                == "pets has no sentences for 2 of 3 classes (beagle, boxer): they fall back to the templates")
    }

    @Test func sentencesOfClassesThatTheDatasetDoesNotHaveAreLeftOutAndCounted() throws {
        let set = try read(#"{"pug": ["A pug is small."], "lynx": ["A lynx."], "boxer": ["A boxer."]}"#)
        try set.check(among: ["pug"], source: "pets.json")
        #expect(
            try set.sentencesNote(among: ["pug"], source: "pets.json")
                == "pets has sentences for 3 classes: 2 of them (boxer, lynx) are not asked for and left out")
        #expect(Set(set.keepingSentences(of: ["pug"]).classNames.keys) == ["pug"])
        // Names that somebody gave are no sentences: a misspelt one is still refused.
        var named = PromptSet(name: "named", templates: ["a {label}"])
        named.classNames = ["lynx": ["lynx cat"]]
        #expect(throws: PromptSetError.self) { try named.check(among: ["pug"], source: "named.toml") }
    }

    @Test func classesAreSpelledAsTheDatasetSpellsThem() throws {
        let set = try read(#"{"Great Pyrenees": ["A Great Pyrenees is white."], "pug": ["A pug."]}"#)
        let spelled = set.spelled(like: ["great_pyrenees", "pug", "beagle"])
        #expect(Set(spelled.classNames.keys) == ["great_pyrenees", "pug"])
        // Two that differ in marks alone: neither is meant for certain.
        #expect(set.spelled(like: ["great_pyrenees", "Great-Pyrenees", "pug"]).classNames["Great Pyrenees"] != nil)
    }

    @Test(arguments: [
        (#"{"cat": []}"#, "\"cat\" has no names"), (#"{"cat": [" "]}"#, "\"cat\" has no names"),
        (#"{"cat": ["a"], "n": 3}"#, "sentences for each class"),
        (#"{"templates": ["a {}"]}"#, "sentences for each class"),
    ])
    func whatIsNoneIsOneClearLine(json: String, line: String) throws {
        #expect { try read(json) } throws: { message(of: $0).contains(line) }
    }

    @Test func aControlOfRandomWordsIsTheSameForItsSeed() throws {
        let set = try #require(try PromptSet(waffle: "waffle:30"))
        #expect(set.active.count == 30 && Set(set.active).count == 30)
        #expect(set.active.allSatisfy { $0.text.hasPrefix("a photo of a {label}, which has ") })
        #expect(try PromptSet(waffle: "waffle:30:1") == PromptSet(name: "waffle:30:1", entries: set.entries))
        #expect(try PromptSet(waffle: "waffle:30:2")?.entries != set.entries)
        #expect(try PromptSet(waffle: "imagenet-7") == nil)
        for name in ["waffle:", "waffle:0", "waffle:x", "waffle:3:y", "waffle:1001", "waffle:1:2:3"] {
            #expect(throws: PromptSet.WaffleFailure.self) { try PromptSet(waffle: name) }
        }
    }
}
