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
        help: ArgumentHelp("A prompt set: TOML, or plain text with one template a line.", valueName: "file"))
    var prompts: String?

    @Option(
        help: ArgumentHelp(
            "The class names and templates published for a known data set: eurosat, pets, imagenet, ...",
            valueName: "name"))
    var known: String?

    func validate() throws {
        let given = [!template.isEmpty, templateSet != nil, prompts != nil, known != nil].count { $0 }
        if given > 1 { throw ValidationError("Give one of --template, --template-set, --prompts and --known.") }
    }

    /// What was asked for, for a dataset of these classes; nil when nothing was.
    func chosen(_ home: Home, for classes: [String]) throws -> PromptSet? {
        if !template.isEmpty { return try PromptSet(typed: template) }
        if let templateSet { return try home.templates.load(templateSet) }
        if let known { return try home.knownDatasets.named(known).promptSet(for: classes) }
        return try prompts.map { try PromptSet(contentsOf: URL(typed: $0)) }
    }
}
