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

    func validate() throws {
        let given = [!template.isEmpty, templateSet != nil, prompts != nil].count { $0 }
        if given > 1 { throw ValidationError("Give one of --template, --template-set and --prompts.") }
    }

    /// What was asked for; nil when nothing was.
    func chosen(_ home: Home) throws -> PromptSet? {
        if !template.isEmpty { return try PromptSet(typed: template) }
        if let templateSet { return try home.templates.load(templateSet) }
        return try prompts.map { try PromptSet(contentsOf: URL(typed: $0)) }
    }
}
