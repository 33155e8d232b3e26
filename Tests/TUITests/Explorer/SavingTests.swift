import Foundation
import Model
import Testing

@testable import TUI

/// Saves into a folder of its own, and tells what the explorer is told.
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

    func save(_ set: PromptSet, to name: String, replacing: Bool = false) -> String {
        let saving = Saving(
            in: url, environment: ["HOME": url.appending(path: "home").path], mailbox: mailbox)
        saving.save(set, to: name, replacing: replacing)
        saving.wait()
        return mailbox.take().map { letter in
            switch letter {
            case .event(.saved(let name)): "saved \(name)"
            case .event(.exists(let name)): "exists \(name)"
            case .event(.failed(let reason)): "failed \(reason)"
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

    @Test func aFolderThatIsMissingIsTold() throws {
        let folder = try Folder()
        let told = folder.save(set, to: "no/such/a.toml")
        #expect(told.hasPrefix("failed ") && told.contains("a.toml") && told.contains("No such file"))
    }
}
