import ArgumentParser

/// Of every command that tells on standard error how far it is.
struct QuietOption: ParsableArguments {
    @Flag(help: "No progress and no hints on standard error; warnings, errors and what bears on figures stay.")
    var quiet = false

    /// Heard while the command line is read, before anything is told.
    func validate() throws {
        if quiet { Message.beQuiet() }
    }
}
