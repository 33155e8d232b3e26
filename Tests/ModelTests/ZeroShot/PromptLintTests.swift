import Testing

@testable import Model

private func findings(
    _ templates: [String], _ labels: [String] = [], names: [String: [String]] = [:]
) throws -> [PromptFinding] {
    var set = PromptSet(name: "set", templates: templates)
    set.classNames = names
    return try PromptLint(set, labels: labels, tokenizer: TokenizerTests.clip.get()).findings
}

private let photo = "a photo of a {label}."

@Test func aSoundSetHasNoFindings() throws {
    #expect(
        try findings([photo, "a drawing of a {}."], ["tabby cat", "dog", "café"], names: ["dog": ["dog", "dogs"]]) == []
    )
}

@Test func everyPublishedSetIsSound() throws {
    let library = Home(folder: repository).templates
    #expect(library.names.count > 10)
    for name in library.names {
        let lint = try PromptLint(library.load(name), labels: ["cat", "dog"], tokenizer: TokenizerTests.clip.get())
        #expect(lint.errors == 0, "\(name): \(lint.findings)")
    }
}

@Test func templatesAreLookedAtWithoutClasses() throws {
    #expect(try findings(["a photo"]) == [.noPlaceholder(template: 0)])
    #expect(try findings([photo, "a {label} or {}"]) == [.severalPlaceholders(template: 1, count: 2)])
    #expect(try findings([photo, "a photo of a {}."]) == [.repeatedTemplate(template: 1, first: 0)])
    let long = Array(repeating: "very", count: 80).joined(separator: " ") + " {label}"
    #expect(try findings([long]) == [.cut(template: 0, prompt: long, prompts: 1, contextLength: 77)])
}

@Test func classesThatTheTokenizerCannotTellApartAreAnError() throws {
    let found = try findings([photo, "a {}"], ["Cat", "dog", "cat"])
    #expect(found == [.samePrompt(labels: ["Cat", "cat"], prompt: "a photo of a Cat.", templates: 2)])
    #expect(found[0].severity == .error)
    #expect(
        try findings([photo], ["mouse", "pc mouse"], names: ["pc mouse": ["mouse"]]).map(\.kind) == ["same-prompt"])
}

@Test func whatEveryClassSharesIsSaidOfTheTemplateAlone() throws {
    #expect(try findings(["a photo"], ["cat", "dog"]) == [.noPlaceholder(template: 0)])
}

@Test func aPromptThatIsCutIsToldWithHowMany() throws {
    let name = Array(repeating: "long", count: 80).joined(separator: " ")
    let found = try findings([photo], ["cat", "a"], names: ["a": [name, name + " b"]])
    #expect(
        found == [.cut(template: 0, prompt: "a photo of a \(name).", prompts: 2, contextLength: 77)])
}

@Test func emptyNamesAreAnError() throws {
    #expect(try findings([photo], ["cat", " "]) == [.emptyName(label: " ")])
    #expect(try findings([photo], ["cat"], names: ["cat": []]) == [.emptyName(label: "cat")])
}

@Test(arguments: [
    ("cat", "cats"), ("a cat", "the cat"), ("cat", "The cat"), ("berry", "berries"), ("horse", "horses"),
    ("bus", "buses"), ("knife", "knives"), ("wolf", "wolves"), ("olive", "olives"), ("box", "boxes"),
    ("potato", "potatoes"), ("woman", "women"), ("mouse", "mice"), ("traffic light", "traffic lights"),
    ("church", "churches"), ("a mouse", "mice"), ("class", "classes"),
])
func pluralAndArticleAreSeen(a: String, b: String) throws {
    let found = SimilarNames([(a, [a]), (b, [b])]).findings
    #expect(found == [.similarNames(label: a, name: a, otherLabel: b, otherName: b)])
}

@Test(arguments: [
    ("plan", "plane"), ("car", "care"), ("cat", "dog"), ("bus", "bust"), ("glass", "glasses frame"), ("tap", "tape"),
    ("cat", "cat"), ("an", "a"), ("", " "),
])
func otherWordsAreNot(a: String, b: String) throws {
    #expect(SimilarNames([(a, [a]), (b, [b])]).findings.isEmpty)
}

@Test func namesOfOneClassMayBeSimilar() {
    #expect(SimilarNames([("cat", ["cat", "cats"]), ("dog", ["dog"])]).findings.isEmpty)
}

@Test func charactersWithoutATokenAreTold() throws {
    let found = try findings([photo], ["cat", "\u{10FF} bird", "zero\u{200B}width"])
    #expect(
        found == [
            .unknownCharacters("\u{10FF} (U+10FF)", prompt: "\u{10FF} bird"),
            .invisibleCharacters("U+200B", prompt: "zero\u{200B}width"),
        ])
    #expect(try TokenizerTests.clip.get().charactersCutIntoBytes(in: "café naïve 😀 cat").isEmpty)
}

@Test func everyFindingReadsAsOneLine() throws {
    let samples: [PromptFinding] = [
        .noPlaceholder(template: 0), .severalPlaceholders(template: 0, count: 2),
        .repeatedTemplate(template: 2, first: 0),
        .emptyName(label: ""), .emptyName(label: "x"), .samePrompt(labels: ["a", "b", "c"], prompt: "p", templates: 3),
        .cut(template: 0, prompt: "p", prompts: 2, contextLength: 77), .unknownCharacters("é", prompt: "p"),
        .invisibleCharacters("U+200B", prompt: "p"),
        .similarNames(label: "cat", name: "cat", otherLabel: "felines", otherName: "cats"),
    ]
    #expect(
        samples.map(\.description).dropFirst(4) == [
            "the class \"x\" has a name without text",
            "\"a\", \"b\" and \"c\" have the same prompt \"p\", and with 2 more templates",
            "\"p\" is cut at 77 tokens, and with 1 more prompt",
            "é in \"p\": the vocabulary has no token for it, the model sees bytes",
            "invisible U+200B in \"p\"",
            "\"cat\" and \"cats\" (of \"cat\" and \"felines\") differ in plural or article only",
        ])
}

@Test func hiddenAndAddedClassesAreLookedAt() throws {
    var set = PromptSet(name: "set", templates: [photo])
    (set.hidden, set.added) = (["cats", "dgo", "tabby"], ["none of these", "fox", "Fox"])
    let found = try PromptLint(
        set, labels: ["cat", "cats", "dog", "fox"], others: ["tabby"], tokenizer: TokenizerTests.clip.get())
    // What is hidden is in nobody's way; what is added is.
    #expect(
        found.findings == [
            .unknownHidden(label: "dgo", nearest: "dog"), .repeatedClass(label: "fox"),
            .samePrompt(labels: ["fox", "Fox"], prompt: "a photo of a fox.", templates: 1),
        ])
    #expect(found.errors == 2)
}
