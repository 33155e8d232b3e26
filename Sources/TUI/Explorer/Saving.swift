import Foundation
import Model
import Synchronization

/// Writes prompt sets and what the history keeps, one after the other and off the main thread, so that a slow disk
/// holds nobody up.
final class Saving: Sendable {
    /// What changes often, and is written at most once a second.
    private struct Pending {
        var session: History.Session?
        var run: (@Sendable () throws -> History.Run)?
        var isDue = false
    }

    let paths: TypedPath
    private let history: History?
    let mailbox: Mailbox
    let queue = DispatchQueue(label: "saving")
    let stopsExport = Atomic<Bool>(false)
    private let pending = Mutex(Pending())
    /// A disk that stays full is told once.
    private let hasFailed = Atomic(false)
    private static let pause = 1.0

    init(in directory: URL, environment: [String: String], history: History? = nil, mailbox: Mailbox) {
        paths = TypedPath(in: directory, environment: environment)
        self.history = history
        self.mailbox = mailbox
    }

    /// Writes a file.
    /// - Parameters:
    ///   - name: relative to the working directory, absolute, or in ~.
    ///   - isReplacing: a file that is there may go.
    func save(_ set: PromptSet, to name: String, replacing isReplacing: Bool) {
        let file = paths.file(named: name)
        telling {
            guard isReplacing || !FileManager.default.fileExists(atPath: file.path) else { return .exists(name) }
            try set.write(to: file)
            return .saved(name, lost: set.lostInPlainText(file))
        }
    }

    /// Saves the set in the history, as the newest version of a name.
    func keep(_ set: PromptSet, as name: String) {
        telling(with: history) { history in
            let (saved, isNew) = try history.save(set, as: name)
            return .kept(try PromptChoice(saved), isNew: isNew)
        }
    }

    /// Keeps what was marked or noted of an image.
    func keep(_ remark: History.Remark, on path: String, in folder: URL) {
        guard let history else {
            return mailbox.post(
                .remarkFailed("there is no history to keep marks and notes in; they last until you leave"))
        }
        queue.async { [mailbox] in
            do {
                try history.keep(remark, on: path, in: folder)
            } catch {
                mailbox.post(.remarkFailed("\(message(of: error)); this mark or note lasts until you leave"))
            }
        }
    }

    func listVersions(of name: String) {
        telling(with: history) { .versions(try $0.versions(of: name).map(PromptChoice.init)) }
    }

    func listRuns() {
        guard history != nil else { return mailbox.post(.runs([])) }
        telling(with: history) { .runs(try $0.runs()) }
    }

    /// Keeps how the dataset stands, soon.
    func keep(_ session: History.Session) {
        soon { $0.session = session }
    }

    /// Records an evaluation, soon, and unless another one comes first.
    func record(_ run: @escaping @Sendable () throws -> History.Run) {
        soon { $0.run = run }
    }

    /// - Returns: true when everything is written; false when it is not after `seconds`.
    @discardableResult
    func wait(within seconds: Double = 60) -> Bool {
        let written = DispatchGroup()
        queue.async(group: written) { [self] in keepPending() }
        return written.wait(timeout: .now() + seconds) == .success
    }
}

extension Saving {
    private func telling(_ body: @escaping @Sendable () throws -> Event) {
        queue.async { [mailbox] in
            do {
                mailbox.post(try body())
            } catch {
                mailbox.post(.failed(message(of: error)))
            }
        }
    }

    private func telling(with history: History?, _ body: @escaping @Sendable (History) throws -> Event) {
        guard let history else {
            return mailbox.post(.failed("there is no history to save in; a name that ends in .toml is a file"))
        }
        telling { try body(history) }
    }

    private func soon(_ change: (inout Pending) -> Void) {
        guard history != nil else { return }
        let isFirst = pending.withLock { pending in
            change(&pending)
            defer { pending.isDue = true }
            return !pending.isDue
        }
        if isFirst { queue.asyncAfter(deadline: .now() + Self.pause) { [self] in keepPending() } }
    }

    private func keepPending() {
        let taken = pending.withLock { pending in
            defer { pending = Pending() }
            return pending
        }
        do {
            if let session = taken.session { try history?.keep(session) }
            if let run = taken.run { try history?.record(run()) }
        } catch {
            guard !hasFailed.exchange(true, ordering: .relaxed) else { return }
            mailbox.post(.sessionFailed("\(message(of: error)); nothing is recorded"))
        }
    }
}
