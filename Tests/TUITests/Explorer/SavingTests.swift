import Foundation
import Model
import Testing

@testable import TUI

/// Saves into a folder of its own, which holds the history too, and tells what the explorer is told.
private final class Folder {
    let url = FileManager.default.temporaryDirectory.appending(path: "saving-\(UUID().uuidString)")
    let mailbox = Mailbox()

    init() throws {
        try FileManager.default.createDirectory(
            at: url.appending(path: "home"), withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    func saving(_ history: History? = nil) -> Saving {
        Saving(
            in: url, environment: ["HOME": url.appending(path: "home").path], history: history, mailbox: mailbox)
    }

    func save(_ set: PromptSet, to name: String, replacing: Bool = false) -> String {
        let saving = saving()
        saving.save(set, to: name, replacing: replacing)
        return told(saving)
    }

    /// Once everything is written.
    func told(_ saving: Saving) -> String {
        saving.wait()
        return mailbox.take().map { letter in
            switch letter {
            case .event(.saved(let name, let lost)): "saved \(name)" + (lost.map { "; \($0)" } ?? "")
            case .event(.kept(let choice, let isNew)):
                "kept \(choice.set.name) \(choice.saved?.version ?? 0)" + (isNew ? "" : " again")
            case .event(.versions(let choices)): "versions \(choices.compactMap(\.saved?.version))"
            case .event(.exists(let name)): "exists \(name)"
            case .event(.failed(let reason)), .event(.sessionFailed(let reason)): "failed \(reason)"
            case .event(.remarkFailed(let reason)): "remark failed \(reason)"
            default: "\(letter)"
            }
        }.joined(separator: ", ")
    }
}

@Suite struct SavingTests {
    let set = PromptSet(name: "mine", templates: ["a photo of a {label}.", "one {label}"])

    @Test(arguments: [("a.toml", "a.toml"), ("~/b.toml", "home/b.toml"), (" c.toml ", "c.toml")])
    func namesAreRelativeOrInTheHome(_ name: String, _ path: String) throws {
        let folder = try Folder()
        #expect(folder.save(set, to: name) == "saved \(name)")
        #expect(try PromptSet(contentsOf: folder.url.appending(path: path)) == set)
    }

    @Test func aFileThatIsThereIsReplacedOnlyWhenAskedTo() throws {
        let folder = try Folder()
        let file = folder.url.appending(path: "a.toml")
        try "precious".write(to: file, atomically: true, encoding: .utf8)
        #expect(folder.save(set, to: "a.toml") == "exists a.toml")
        #expect(try String(contentsOf: file, encoding: .utf8) == "precious")
        #expect(folder.save(set, to: "a.toml", replacing: true) == "saved a.toml")
        #expect(try PromptSet(contentsOf: file) == set)
    }

    @Test func whatPlainTextDoesNotKeepIsSaid() throws {
        let folder = try Folder()
        #expect(folder.save(set, to: "a.txt") == "saved a.txt")
        var rich = set
        rich.entries[1].isOn = false
        rich.classNames = ["cat": ["tabby"]]
        rich.hidden = ["lynx"]
        rich.chosenOn = ChosenOn(dataset: "photos", images: ["a.jpg"])
        #expect(
            folder.save(rich, to: "b.txt")
                == "saved b.txt; plain text does not keep templates that are off, class names, hidden classes, "
                + "the images that the set was chosen on; a name in .toml does")
        #expect(folder.save(rich, to: "b.toml") == "saved b.toml")
    }

    @Test func aFolderThatIsMissingIsTold() throws {
        let folder = try Folder()
        let told = folder.save(set, to: "no/such/a.toml")
        #expect(told.hasPrefix("failed ") && told.contains("a.toml") && told.contains("No such file"))
    }

    @Test func remarksAreKeptInTheirOrder() throws {
        let folder = try Folder()
        let history = try History(directory: folder.url)
        let saving = folder.saving(history)
        saving.keep(History.Remark(mark: "marked"), on: "a.png", in: folder.url)
        saving.keep(History.Remark(mark: "marked", note: "odd"), on: "a.png", in: folder.url)
        #expect(folder.told(saving).isEmpty)
        #expect(try history.remarks(in: folder.url) == ["a.png": History.Remark(mark: "marked", note: "odd")])
    }

    @Test func aRemarkThatIsNotKeptIsTold() throws {
        let folder = try Folder()
        let saving = folder.saving()
        saving.keep(History.Remark(mark: "marked"), on: "a.png", in: folder.url)
        #expect(folder.told(saving).hasPrefix("remark failed there is no history"))
    }

    @Test func aNameIsKeptInTheHistoryWithItsVersions() throws {
        let folder = try Folder()
        let saving = folder.saving(try History(directory: folder.url))
        var changed = set
        changed.entries[0].isOn = false
        for set in [set, set, changed] { saving.keep(set, as: "best") }
        saving.listVersions(of: "best")
        #expect(folder.told(saving) == "kept best 1, kept best 1 again, kept best 2, versions [2, 1]")
    }

    @Test func withoutAHistoryANameCannotBeKept() throws {
        let folder = try Folder()
        let saving = folder.saving()
        saving.keep(set, as: "best")
        #expect(
            folder.told(saving) == "failed there is no history to save in; a name that ends in .toml is a file")
    }

    @Test func ofManyChangesTheLastIsKeptAtTheLatestAtTheEnd() throws {
        let folder = try Folder()
        let history = try History(directory: folder.url)
        let saving = folder.saving(history)
        var session = History.Session(dataset: folder.url)
        for text in ["a", "an", "any"] {
            session.filter = ["text": text]
            saving.keep(session)
        }
        #expect(try history.lastSession() == nil)
        #expect(folder.told(saving) == "")
        #expect(try history.lastSession()?.session.filter == ["text": "any"])
    }

    @Test func aHistoryThatFailsIsToldOnce() throws {
        let folder = try Folder()
        let saving = folder.saving(try History(directory: folder.url))
        let file = URL(filePath: "/history.sqlite")
        let answers = (0..<2).map { _ in
            saving.record { throw HistoryError.failed(file, reason: "database or disk is full") }
            return folder.told(saving)
        }
        #expect(
            answers == [
                "failed /history.sqlite: the history cannot be used: database or disk is full; nothing is recorded", "",
            ])
    }
}
