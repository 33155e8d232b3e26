import Foundation

/// The running program: terminal, engine and pictures around one state.
package enum Explorer {
    /// Opens the terminal, draws at once, and stays until the user quits. To be called on the main thread.
    /// A signal that asks for the end (TERM, HUP, INT) is raised again once the terminal is clean.
    /// - Throws: `TerminalError`, `ThemeError`, `DatasetError`, `CheckpointError`, and what else opening dataset and
    ///   model throws; the terminal is clean by then.
    package static func run(_ options: Options) throws {
        try options.check()
        let themes = try options.themes()
        let capabilities = try Capabilities(options.environment)
        let mailbox = Mailbox()
        let crashGuard = CrashGuard(wake: mailbox.pipe.writeEnd)
        let ending: MainLoop.Ending
        do {
            let terminal = try Terminal(capabilities)
            let loop = MainLoop(options, themes: themes, terminal: terminal, mailbox: mailbox)
            ending = loop.run()
            terminal.close()
            crashGuard.remove()
            // The screen is the shell's again; what is left takes as long as the work under way.
            loop.stopThreads()
        } catch {
            crashGuard.remove()
            throw error
        }
        switch ending {
        case .quit: break
        case .signal(let number): raise(number)
        case .failure(let error): throw error
        }
    }
}
