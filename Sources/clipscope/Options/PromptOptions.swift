import ArgumentParser
import Foundation
import Model

struct PromptOptions: ParsableArguments {
    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "A prompt template; {label} is the class name. Give it again for an ensemble.", valueName: "text"))
    var template: [String] = []

    @Option(help: ArgumentHelp("A published template set, see `clipscope templates`.", valueName: "name"))
    var templateSet: String?

    @Option(
        help: ArgumentHelp(
            """
            A prompt set: a file, TOML or one template a line, a run that eval saved, run:ID of the history, or the name \
            of one saved in the explorer.
            """,
            valueName: "file"))
    var prompts: String?

    @Option(
        help: ArgumentHelp(
            "The class names and templates published for a known data set: eurosat, pets, imagenet, ...",
            valueName: "name"))
    var known: String?

    private var given: Int { [!template.isEmpty, templateSet != nil, prompts != nil, known != nil].count { $0 } }
    var isGiven: Bool { given > 0 }

    func validate() throws {
        if given > 1 { throw ValidationError("Give one of --template, --template-set, --prompts and --known.") }
    }

    /// What was asked for, for a dataset of these classes; nil when nothing was.
    func chosen(_ home: Home, for classes: [String]) throws -> PromptSet? {
        if !template.isEmpty { return try PromptSet(typed: template) }
        if let templateSet { return try home.templates.load(templateSet) }
        if let known { return try home.knownDatasets.named(known).promptSet(for: classes) }
        return try prompts.map(PromptSet.init(typedName:))
    }
}

extension PromptOptions {
    /// What messages call the set.
    func source(of set: PromptSet) -> String { prompts ?? set.name }

    /// The prompt set, else the dataset's own, else the paper's, and the images among the classes that it offers.
    func judged(
        _ judged: JudgedDataset, _ classes: ClassOptions, _ home: Home
    ) throws -> (JudgedDataset, PromptSet) {
        let chosen = judged.dataset.prompts(chosen: try chosen(home, for: judged.classes))
        let set = try classes.apply(to: chosen, classes: judged.dataset.knownClasses(judged.labelling))
        return (try judged.offered(by: set, from: source(of: set)), set)
    }
}

extension PromptSet {
    /// A prompt set as people type it: a file, the name of a saved set, or run:ID.
    init(typedName name: String) throws {
        if let run = try History.recorded(named: name) {
            self = try run.promptSet
            return
        }
        if let waffle = try PromptSet(waffle: name) {
            self = waffle
            return
        }
        try self.init(named: name, file: URL(typed: name), state: Directories.current.state)
    }
}
