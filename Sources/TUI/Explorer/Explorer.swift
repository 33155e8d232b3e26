import Foundation
import Model

/// The running program: terminal, engine and pictures around one state.
package enum Explorer {
    /// Opens the terminal, draws at once, and stays until the user quits. To be called on the main thread.
    /// A signal that asks for the end (TERM, HUP, INT, QUIT) is raised again once the terminal is clean, and a user who quits
    /// while images are being embedded ends the process here, so that nobody waits for the batch under way.
    /// - Throws: `TerminalError`, `ThemeError`, `TOMLFile.Failure`, `Preferences.Failure`, `DatasetError`, `CheckpointError`, and what else opening dataset and
    ///   model throws; the terminal is clean by then.
    package static func run(_ options: ExplorerOptions) throws {
        var options = options
        options.settings = try Settings(in: options.directories.configuration)
        options.pictures = options.pictures ?? options.settings.pictures
        options.restore()
        // Whatever is thrown from here on is told: that is no bad end.
        defer { options.restoration.mark?.settle() }
        try options.check()
        let library = try options.themes()
        options.restoration.messages += library.faults.map { message(of: $0.error) }
        let themes = library.themes.isEmpty ? [.plain] : library.themes
        let capabilities = try Capabilities(options.environment)
        let mailbox = Mailbox()
        let crashGuard = CrashGuard(wake: mailbox.pipe.writeEnd)
        let loop: MainLoop
        do {
            loop = MainLoop(options, themes: themes, terminal: try Terminal(capabilities), mailbox: mailbox)
        } catch {
            crashGuard.remove()
            throw error
        }
        let ending = loop.run()
        options.restoration.mark?.settle()
        loop.close()
        crashGuard.remove()
        // The screen is the shell's again. A batch of images may still be under way for a moment.
        let hasStopped = loop.stopThreads(within: Self.patience)
        let isSaved = loop.finishSaving(within: Self.patienceWithDisk)
        switch ending {
        case .quit:
            if !isSaved { throw Failure.notSaved }
            if !hasStopped { leave() }
        case .open(let dataset):
            if !isSaved { throw Failure.notSaved }
            try start(again: options.arguments(opening: dataset))
        case .signal(let number): raise(number)
        case .failure(let error): throw error
        }
    }

    private static let patience = 0.12
    private static let patienceWithDisk = 10.0

    enum Failure: Error, CustomStringConvertible {
        case notSaved
        case notStarted(reason: String)

        var description: String {
            switch self {
            case .notSaved: "the disk with the history does not answer: what was changed last is not saved"
            case .notStarted(let reason): "the program could not be started again: \(reason)"
            }
        }
    }

    /// The program anew in the place of this process: none of its threads goes on, whatever it multiplies.
    private static func start(again arguments: [String]) throws -> Never {
        fflush(nil)
        let words = (["clipscope"] + arguments).map { strdup($0) } + [nil]
        execv("/proc/self/exe", words)
        throw Failure.notStarted(reason: String(cString: strerror(errno)))
    }

    /// Ends the process at once: OpenBLAS's exit handler would wait for ever for a thread that multiplies. The cache
    /// loses nothing but that batch.
    private static func leave() -> Never {
        fflush(nil)
        _exit(0)
    }
}
