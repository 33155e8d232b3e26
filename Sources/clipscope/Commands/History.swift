import ArgumentParser
import Foundation
import Model

struct HistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "List what was evaluated, the prompt sets that were saved, and what was noted of images.",
        discussion: """
            The explorer records the evaluation of each prompt set on all images, and so does `clipscope eval`. The \
            explorer's key S saves a prompt set under a name; no version of it is ever lost, and --prompts takes the \
            name.

              clipscope history
              clipscope history show 12
              clipscope history note 12 "with the names of the paper"
              clipscope history sets
              clipscope history export animals@2 animals.toml
              clipscope history save animals.toml
              clipscope history remarks --dataset ~/photos

            It is kept in history.sqlite below $XDG_STATE_HOME/clipscope (~/.local/state/clipscope).
            """,
        subcommands: [Runs.self, Show.self, Note.self, Sets.self, Export.self, Save.self, Remarks.self],
        defaultSubcommand: Runs.self)

    /// Nil where nothing was ever kept.
    static var existing: History? {
        get throws { try History.existing(in: Directories.current.state) }
    }
}

extension HistoryCommand {
    struct Runs: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the evaluations, the newest first.")

        @OptionGroup var output: JSONOption

        func run() throws {
            let listing = RunListing(try HistoryCommand.existing?.runs() ?? [])
            try output.json ? Output.write(json: listing) : Output.write(listing.text(Screen.style))
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print one evaluation whole, with its prompts.")

        @Argument(help: ArgumentHelp("Its number.", valueName: "run"))
        var id: Int

        @OptionGroup var output: JSONOption

        func run() throws {
            guard let history = try HistoryCommand.existing else { throw HistoryError.noRun(id, known: nil) }
            let report = RunReport(try history.run(id))
            try output.json ? Output.write(json: report) : Output.write(report.text(Screen.style))
        }
    }

    struct Note: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Note something about an evaluation or a saved prompt set.",
            discussion: "The note before is replaced; an empty one takes it away.")

        @Argument(
            help: ArgumentHelp("The number of an evaluation, or NAME@VERSION of a prompt set.", valueName: "what"))
        var subject: String

        @Argument(help: ArgumentHelp("The note.", valueName: "text"))
        var text: String

        func run() throws {
            let history = try HistoryCommand.existing
            if let id = Int(subject) {
                guard let history else { throw HistoryError.noRun(id, known: nil) }
                try history.note(text, onRun: id)
            } else {
                guard let history else { throw HistoryError.noSet(subject, known: []) }
                try history.note(text, on: history.savedSet(subject))
            }
        }
    }

    struct Sets: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the saved prompt sets with all versions, the newest first.")

        @OptionGroup var output: JSONOption

        func run() throws {
            let listing = try SavedSetListing(HistoryCommand.existing?.allSets() ?? [])
            try output.json ? Output.write(json: listing) : Output.write(listing.text(Screen.style))
        }
    }

    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a saved prompt set to a file.",
            discussion: "TOML where the file's name ends in .toml, else the templates that are on, one a line.")

        @Argument(help: ArgumentHelp("Name of the set, or NAME@VERSION for an older version.", valueName: "name"))
        var name: String

        @Argument(help: ArgumentHelp("The file.", valueName: "file"))
        var file: String

        func run() throws {
            guard let history = try HistoryCommand.existing else { throw HistoryError.noSet(name, known: []) }
            try history.savedSet(name).promptSet.write(to: URL(typed: file))
        }
    }

    struct Save: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Save prompt sets from files.",
            discussion: """
                Each is saved under the name that it has, as a new version where that name is taken and the set is \
                another. Prints name and version of each, once it is on the disk.
                """)

        @Argument(help: ArgumentHelp("Prompt sets, TOML or one template a line.", valueName: "file"))
        var files: [String]

        func run() throws {
            let history = try History(directory: Directories.current.state)
            for file in files {
                let set = try PromptSet(contentsOf: URL(typed: file))
                let saved = try history.save(set, as: set.name).saved
                try Output.write("\(saved.name.printable)@\(saved.version)\n")
            }
        }
    }

    struct Remarks: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the images that were marked or noted something about, with the notes.",
            discussion: "The explorer's key m marks an image, o notes something about it.")

        @Option(help: ArgumentHelp("Only those of this dataset: a path, or a name. It may be gone.", valueName: "path"))
        var dataset: String?

        @OptionGroup var output: JSONOption

        func run() throws {
            let home = try Home.current()
            let folder = dataset.map { home.location(ofDataset: $0).standardizedFileURL }
            let listing = RemarkListing(try HistoryCommand.existing?.keptRemarks(in: folder) ?? [])
            try output.json ? Output.write(json: listing) : Output.write(listing.text(Screen.style))
        }
    }
}
