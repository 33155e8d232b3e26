import Foundation
import Model

/// Writes prompt sets, each on a thread of its own, so that a slow disk holds nobody up.
final class Saving: Sendable {
    private let directory: URL
    private let home: String?
    private let mailbox: Mailbox
    private let running = DispatchGroup()

    init(in directory: URL, environment: [String: String], mailbox: Mailbox) {
        self.directory = directory
        home = environment["HOME"]
        self.mailbox = mailbox
    }

    /// - Parameters:
    ///   - name: relative to the working directory, absolute, or in ~.
    ///   - isReplacing: a file that is there may go.
    func save(_ set: PromptSet, to name: String, replacing isReplacing: Bool) {
        let file = file(named: name)
        running.enter()
        Thread.start("save") { [self] in
            defer { running.leave() }
            if !isReplacing, FileManager.default.fileExists(atPath: file.path) {
                return mailbox.post(.exists(name))
            }
            do {
                try set.write(to: file)
                mailbox.post(.saved(name))
            } catch {
                mailbox.post(.failed(message(of: error)))
            }
        }
    }

    /// Returns when everything is written.
    func wait() {
        running.wait()
    }

    func file(named name: String) -> URL {
        let name = name.trimmingCharacters(in: .whitespaces)
        if let home, name.hasPrefix("~/") { return URL(filePath: home).appending(path: name.dropFirst(2)) }
        return name.hasPrefix("/") ? URL(filePath: name) : directory.appending(path: name)
    }
}
