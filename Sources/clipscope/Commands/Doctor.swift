import ArgumentParser
import Foundation
import Model

struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check what clipscope needs, and say what to do where something is missing.",
        discussion: """
            Looks at the terminal, the directories, the cache, the program's own files, the model and the libraries. \
            Changes nothing. The exit status is 1 when something essential is broken.

              clipscope doctor
              clipscope doctor --model ~/models/my-clip
            """)

    @OptionGroup var model: ModelOptions
    @OptionGroup var output: JSONOption

    func run() throws {
        let checks =
            TerminalChecks(environment: ProcessInfo.processInfo.environment).all
            + FileChecks(directories: .current).all + EngineChecks(model: model).all
        let diagnosis = Diagnosis(checks: checks)
        try output.json ? Output.write(json: diagnosis) : Output.write(diagnosis.text(Screen.style))
        if diagnosis.isBroken { throw ExitCode.failure }
    }
}
