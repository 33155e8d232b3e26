import ArgumentParser
import Foundation
import Model
import TUI

@main
struct Clipscope: ParsableCommand {
    private static let version = "0.1.0"
    static let nameAndVersion = "clipscope \(version)"

    static let configuration = CommandConfiguration(
        commandName: "clipscope",
        abstract: "A terminal workbench for prompt engineering with CLIP.",
        discussion: """
            Opens a labelled image dataset, and shows at every keystroke what a prompt template does to the \
            probabilities and to the accuracy. Everything runs on this machine; the sample dataset, a small model and \
            the published template sets come with it.

              clipscope                         explore the sample photos
              clipscope ~/photos                explore a folder of class folders
              clipscope eval --template "a photo of a {label}."
              clipscope classify cat.jpg --labels "cat,dog,bird"
              clipscope search "a red flower"

            Data goes to standard output, messages to standard error. The exit status is 0 when it is done, 1 when \
            it could not be done, 64 when the command line is wrong.

            Environment: CLIPSCOPE_HOME is the folder that holds sample-data and themes; XDG_CACHE_HOME, \
            XDG_CONFIG_HOME and XDG_STATE_HOME say where embeddings, settings and history are kept; NO_COLOR turns \
            colours off. HF_HOME and HF_HUB_CACHE say where pulled models are.
            """,
        version: version,
        subcommands: [
            Explore.self, Eval.self, Compare.self, LeaderboardCommand.self, Confusion.self, Calibrate.self, Select.self,
            Probe.self, FewShot.self, Compact.self, Train.self, Retrieve.self, Explain.self, Report.self, Weights.self,
            Lint.self,
            Classify.self,
            SearchCommand.self,
            Embed.self,
            Tokenize.self, Templates.self, Models.self, Datasets.self, Pull.self, HistoryCommand.self, Cache.self,
            Bench.self, Doctor.self, Completions.self,
        ],
        defaultSubcommand: Explore.self)

    /// The one place where an error becomes text for people.
    static func main() {
        OpenBLAS.takeFittingKernel()
        StandardDescriptors.occupy()
        CrashReport.begin(program: nameAndVersion, directories: .current)
        FreedMemory.keep()
        // A reader that has seen enough (`| head`) ends the program quietly, whoever started it.
        signal(SIGPIPE, SIG_DFL)
        do {
            let arguments = try FirstWord.read(Array(CommandLine.arguments.dropFirst()))
            var command = try parseAsRoot(arguments)
            do {
                try command.run()
            } catch let error where exitCode(for: error) == .failure && !(error is ExitCode) {
                Message.error(Model.message(of: error))
                if let interruption = error as? Interruption { interruption.end() }
                // OpenBLAS's exit handler would wait for ever for a thread that still multiplies.
                fflush(nil)
                _exit(1)
            }
        } catch let error as FirstWord.Unknown {
            Message.error(error.description)
            Foundation.exit(ExitCode.validationFailure.rawValue)
        } catch  where exitCode(for: error) == .success {
            exit(withError: error)  // help, or the version
        } catch {
            // The parser repeats what was typed, whatever it does to a terminal.
            Message.lines(fullMessage(for: error))
            Foundation.exit(exitCode(for: error).rawValue)
        }
    }
}
