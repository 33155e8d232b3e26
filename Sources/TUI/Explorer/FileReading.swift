import Foundation
import Model

/// Reads files that are asked for by path, and completes paths, off the main thread: a disk can be slow, and a saved run
/// large.
final class FileReading: Sendable {
    private let paths: TypedPath
    private let mailbox: Mailbox
    private let queue = DispatchQueue(label: "files", attributes: .concurrent)

    init(_ paths: TypedPath, mailbox: Mailbox) {
        (self.paths, self.mailbox) = (paths, mailbox)
    }

    func complete(_ path: String) {
        queue.async { [self] in
            mailbox.post(.completed(path: path, paths.completion(of: path)))
        }
    }

    /// A saved run stands for its prompts where prompts are wanted.
    func read(_ path: String, for purpose: PathField.Purpose) {
        queue.async { [self] in
            let file = paths.file(named: path)
            do {
                mailbox.post(.read(path: path, try content(of: file, purpose)))
            } catch {
                // As it was typed.
                let reason = message(of: error).replacing(file.path, with: path)
                mailbox.post(.notRead(path: path, reason: reason))
            }
        }
    }

    private func content(of file: URL, _ purpose: PathField.Purpose) throws -> FileContent {
        let found = try PromptFile(contentsOf: file)
        if purpose == .reference, case .run(let run) = found {
            return .run(SavedRun(name: file.lastPathComponent, document: run))
        }
        return .prompts(found.promptSet)
    }
}
