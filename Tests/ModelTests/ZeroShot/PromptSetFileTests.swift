import Foundation
import Testing

@testable import Model

@Suite struct PromptSetFileTests {
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    @Test func whatIsWrittenReadsBackEqual() throws {
        let set = PromptSet(
            name: "odd \"names\" \\ here",
            entries: [
                .init(PromptTemplate("a photo of a {label}."), isOn: false),
                .init(PromptTemplate("tab\t \"quoted\" \\ {}, \u{1}é 猫 \u{9B}2J \u{202E} \u{E0001} \u{2028}")),
                .init(PromptTemplate("a photo of a {label}."), isOn: true),
                .init(PromptTemplate("{label}"), isOn: false),
            ].sorted { $0.isOn && !$1.isOn },
            classNames: ["t-shirt/top": ["t-shirt", "top"], "a.b \"c\"": ["d"]],
            hidden: ["bag", "a \"b\""], added: ["none of these", "a thing"],
            chosenOn: ChosenOn(dataset: "my \"photos\"", images: ["cat/1.png", "é/猫.png"]))
        let file = folder.file("set.toml")
        try set.write(to: file)
        #expect(try PromptSet(contentsOf: file) == set)
        // `history show` and `templates --toml` print it as it is.
        #expect(set.toml.split(separator: "\n").allSatisfy { String($0) == String($0).printable })
    }

    @Test func theImagesThatASetWasChosenOnAreKnownByName() throws {
        let photos = ChosenOn(dataset: "photos", images: ["a/1.png", "b/2.png"])
        let set = PromptSet(name: "best", entries: [.init(PromptTemplate("a {}"))], chosenOn: photos)
        try set.write(to: folder.file("best.toml"))
        let read = try #require(try PromptSet(contentsOf: folder.file("best.toml")).chosenOn)
        #expect(read == photos && read.count == 2 && read.contains("b/2.png") && !read.contains("b/3.png"))
        let both = ChosenOn(dataset: "pets", images: ["b/2.png", "c.png"]).union(read)
        #expect(both.datasets == ["pets", "photos"] && both.count == 3 && both.contains("a/1.png"))
        #expect(set.lostInPlainText(folder.file("best.toml")) == nil)
        #expect(set.lostInPlainText(folder.file("best.txt"))?.contains("plain text does not keep") == true)
    }

    @Test(arguments: ["datasets = [\"x\"]", "images = \"AAAA\"", "datasets = [\"x\"]\nimages = \"%\""])
    func whatASetWasChosenOnIsReadWholeOrNotAtAll(_ lines: String) throws {
        let file = try folder.write("set.toml", "templates = [\"a {}\"]\n[chosen_on]\n\(lines)\n")
        #expect(throws: PromptSetError.self) { try PromptSet(contentsOf: file) }
    }

    @Test func hiddenAndAddedClassesStandBesideTheTemplates() throws {
        let file = try folder.write(
            "set.toml",
            "templates = [\"a {}\"]\nhidden = [\"otter\"]\nadded = [\"none\"]\n[labels]\nnone = [\"nothing\"]")
        let set = try PromptSet(contentsOf: file)
        #expect((set.hidden, set.added, set.names(of: "none")) == (["otter"], ["none"], ["nothing"]))
        #expect(!set.reads(like: PromptSet(name: "set", entries: set.entries, classNames: set.classNames)))
    }

    @Test func anEmptySetIsKept() throws {
        let set = PromptSet(name: "none", templates: [])
        try set.write(to: folder.file("none.toml"))
        #expect(try PromptSet(contentsOf: folder.file("none.toml")) == set)
    }

    @Test func templatesThatAreOnlyListedAsOffCount() throws {
        let file = try folder.write(
            "set.toml", "templates = [\"a {}\"]\noff = [\"b {c}\"]\n[labels]\nx = \"one name\"\n")
        let set = try PromptSet(contentsOf: file)
        #expect(set.name == "set")
        #expect(set.entries.map(\.isOn) == [true, false])
        #expect(set.classNames == ["x": ["one name"]])
    }

    @Test func plainTextIsATemplateALine() throws {
        let file = try folder.write("mine.txt", "\u{FEFF}# of pets\r\n a photo of a {label}. \r\n\r\n#{}\r\n")
        #expect(
            try PromptSet(contentsOf: file) == PromptSet(name: "mine", templates: ["a photo of a {label}.", "#{}"]))
    }

    @Test(arguments: [
        ("a.toml", "templates = [\n  \"a photo\",\n]", "a.toml:2: template without {label}: \"a photo\""),
        ("a.txt", "a {label}\n\na photo", "a.txt:3: template without {label}: \"a photo\""),
        ("a.toml", "name = \"x\"", "a.toml: no templates"), ("a.txt", "\n", "a.txt: no templates"),
        ("a.toml", "templates = \"a {}\"", "a.toml:1: templates is of type"),
        ("a.toml", "templates = [\"a {}\"]\noff = [", "a.toml:2:8: expected a value"),
        ("a.toml", "templates = [\"a {}\"]\nadded = [\" \"]", "a.toml: hidden or added has a class without a name"),
        ("a.toml", "templates = [\"a {}\"]\nhidden = \"x\"", "a.toml:2: hidden is of type"),
        ("a.toml", "templates = [\"a {}\"]\n[labels]\nx = []", "a.toml: the label \"x\" has no names"),
        (
            "a.toml", "templates = [\"a {}\"]\n[label]\nx = [\"y\"]",
            "a.toml:2: there is no \"label\"; did you mean \"labels\"?"
        ),
        ("a.toml", "template = [\"a {}\"]", "a.toml:1: there is no \"template\"; did you mean \"templates\"?"),
        (
            "a.toml", "templates = [\"a {}\"]\nhiden = [\"x\"]",
            "a.toml:2: there is no \"hiden\"; did you mean \"hidden\"?"
        ),
    ])
    func badFilesAreToldWithTheirLine(name: String, text: String, expected: String) throws {
        let file = try folder.write(name, text)
        do {
            _ = try PromptSet(contentsOf: file)
            Issue.record("read \(text)")
        } catch {
            #expect("\(error)".contains(expected), "\(error)")
        }
    }

    @Test(arguments: ["list.json", "list.txt", "list"])
    func aListOfTemplatesInJSONIsKnownByItsFirstCharacter(name: String) throws {
        let file = try folder.write(name, "\u{FEFF}\n[\"a photo of a {}.\", \"\\u00e9 {label}\"]\n")
        #expect(
            try PromptSet(contentsOf: file) == PromptSet(name: "list", templates: ["a photo of a {}.", "é {label}"]))
    }

    @Test(arguments: ["{} in the snow", "{label}", "{c}, a bird", "[{}] in brackets", "[a] {}"])
    func aTemplateMayBeginLikeJSON(text: String) throws {
        #expect(try PromptSet(contentsOf: folder.write("a.txt", text)).entries.map(\.template.text) == [text])
    }

    @Test(arguments: [
        ("a.json", "{\"cars\": [\"a {}\"], \"pets\": []}", "a.json: JSON with the keys cars, pets, expected a run"),
        ("a.txt", "{\"cars\": [\"a {}\"]}", "a.txt: JSON with the keys cars, expected a run"),
        ("a.json", "{\n\"cars\": [\"a {}\"}", "a.json:2: expected \",\" or \"]\" in JSON"),
        ("a.txt", "[\n\"a {}\",\n]", "a.txt:3: expected a string in JSON"),
        ("a.json", "[[\"a {}\"]]", "a.json:1: expected a string in JSON"),
        ("a.json", "[\"a photo\"]", "a.json: template without {label}: \"a photo\""),
        ("a.json", "[]", "a.json: no templates"), ("a.json", "a {}", "a.json:1: expected an array in JSON"),
        ("a.txt", "name = \"pets\"\ntemplates = [\"a {}\"]", "a.txt:1: \"name = \"pets\"\" is TOML"),
        ("a.txt", "a {}\n'a photo of a {}.',", "a.txt:2: \"'a photo of a {}.',\" is a line of a program"),
        (
            "a.txt", "lambda c: f'a photo of a {c}.',",
            "a.txt:1: \"lambda c: f'a photo of a {c}.',\" is a line of a program"
        ),
    ])
    func whatIsNeitherARunNorTemplatesIsTold(name: String, text: String, expected: String) throws {
        let error = #expect(throws: PromptSetError.self) { try PromptSet(contentsOf: folder.write(name, text)) }
        #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
    }

    @Test func aFileThatIsNotThereIsToldSo() {
        #expect(throws: TOMLFile.Failure.unreadable(folder.file("no.toml"), reason: "No such file or directory")) {
            try PromptSet(contentsOf: folder.file("no.toml"))
        }
    }

    @Test func writingReplacesTheWholeFileOrNothing() throws {
        let file = try folder.write("set.toml", "templates = []")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        try PromptSet(name: "new", templates: ["a {}"]).write(to: file)
        #expect(try PromptSet(contentsOf: file).name == "new")
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["set.toml"])
        #expect(throws: AtomicWrite.Failure.self) {
            try PromptSet(name: "new", templates: []).write(to: folder.file("no/such/folder.toml"))
        }
    }

    @Test func everySetOfTheLibraryReadsAndTellsItsSource() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardizedFileURL
        let library = Home(folder: root).templates
        #expect(library.names.count >= 20)
        for name in library.names {
            let set = try library.load(name)
            #expect(set.name == name)
            #expect(!set.active.isEmpty)
            #expect(try !library.source(of: name).isEmpty)
        }
        #expect(try library.load("imagenet-80").active.count == 80)
        #expect(try library.load("imagenet-7").active.count == 7)
        #expect(try library.load("cifar10-18").active.count == 18)
        #expect(throws: PromptSetError.unknownSet("imagnet", known: library.names)) { try library.load("imagnet") }
    }
}
