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
    func evaluated(
        _ evaluated: EvaluatedDataset, _ classes: ClassOptions, _ home: Home
    ) throws -> (EvaluatedDataset, PromptSet) {
        let chosen = evaluated.dataset.prompts(chosen: try chosen(home, for: evaluated.classes))
        let set = try classes.apply(to: chosen, classes: evaluated.dataset.knownClasses(evaluated.labelColumn))
        return (try evaluated.offered(by: set, from: source(of: set)), set)
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

/// The classes to choose among and the prompts, where no images are evaluated.
extension PromptOptions {
    /// - Parameter list: class names as they were typed.
    /// - Throws: `LabelList.Failure`, `PromptSetError`, what reading the prompts throws.
    func classes(listed list: String, _ home: Home) throws -> (classes: [String], set: PromptSet) {
        let listed = try LabelList(list).labels
        let set = try chosen(home, for: listed) ?? .photo
        if let strange = set.strangeClass(among: listed) { Message.warning(strange) }
        return (try offered(listed, set), set)
    }

    /// - Throws: `NoClasses`, `PromptSetError`, what reading the prompts throws.
    func classes(of dataset: Dataset, _ home: Home) throws -> (classes: [String], set: PromptSet) {
        guard let own = dataset.labelColumns.first, !own.classes.isEmpty else { throw NoClasses(dataset: dataset.name) }
        let set = dataset.prompts(chosen: try chosen(home, for: own.classes))
        try dataset.check(set, own, source: source(of: set))
        return (try offered(own.classes, set), set)
    }

    private func offered(_ classes: [String], _ set: PromptSet) throws -> [String] {
        let offered = ClassChoice(classes, set).names
        guard !offered.isEmpty else { throw PromptSetError.everythingHidden(source: source(of: set)) }
        if let note = try set.sentencesNote(among: offered, source: source(of: set)) { Message.warning(note) }
        return offered
    }

    struct NoClasses: Error, CustomStringConvertible {
        let dataset: String

        var description: String { "\(dataset) has no labels; name the classes with --labels a,b,c" }
    }
}
