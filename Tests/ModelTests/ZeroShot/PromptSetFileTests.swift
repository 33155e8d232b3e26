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
                .init(PromptTemplate("tab\t \"quoted\" \\ {}, \u{1}é 猫")),
                .init(PromptTemplate("a photo of a {label}."), isOn: true),
                .init(PromptTemplate("{label}"), isOn: false),
            ].sorted { $0.isOn && !$1.isOn },
            classNames: ["t-shirt/top": ["t-shirt", "top"], "a.b \"c\"": ["d"]],
            hidden: ["bag", "a \"b\""], added: ["none of these", "a thing"])
        let file = folder.file("set.toml")
        try set.write(to: file)
        #expect(try PromptSet(contentsOf: file) == set)
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
