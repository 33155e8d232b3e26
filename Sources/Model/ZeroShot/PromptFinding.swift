/// Something about a prompt set that is probably not meant. Templates are told by their place in the set, from 0.
package enum PromptFinding: Sendable, Equatable {
    /// Every class has the same prompt.
    case noPlaceholder(template: Int)
    case severalPlaceholders(template: Int, count: Int)
    /// The template stands in the set already.
    case repeatedTemplate(template: Int, first: Int)
    /// A class, or one of its names, has no text.
    case emptyName(label: String)
    /// Two classes that no image can be told apart by: the same tokens. `templates` counts those that it happens with.
    case samePrompt(labels: [String], prompt: String, templates: Int)
    /// The prompt has more tokens than the model reads; `prompts` counts those that the template makes so.
    case cut(template: Int, prompt: String, prompts: Int, contextLength: Int)
    /// Characters without a token of their own.
    case unknownCharacters(String, prompt: String)
    /// Characters that nobody sees, or that control a terminal.
    case invisibleCharacters(String, prompt: String)
    /// Names of two classes that differ in plural or article only.
    case similarNames(label: String, name: String, otherLabel: String, otherName: String)

    /// A class is hidden that there is not.
    case unknownHidden(label: String, nearest: String?)
    /// A class is named that there is not.
    case unknownLabel(label: String, nearest: String?)
    /// A class is added that there is already.
    case repeatedClass(label: String)

    package enum Severity: String, Sendable, Encodable {
        /// The prompts cannot do what they are for.
        case error
        case warning
    }

    package var severity: Severity {
        switch self {
        case .noPlaceholder, .emptyName, .samePrompt, .unknownHidden, .unknownLabel: .error
        default: .warning
        }
    }

    /// Its name for programs.
    package var kind: String {
        switch self {
        case .noPlaceholder: "no-placeholder"
        case .severalPlaceholders: "several-placeholders"
        case .repeatedTemplate: "repeated-template"
        case .emptyName: "empty-name"
        case .samePrompt: "same-prompt"
        case .cut: "cut"
        case .unknownCharacters: "unknown-characters"
        case .invisibleCharacters: "invisible-characters"
        case .similarNames: "similar-names"
        case .unknownHidden: "unknown-hidden"
        case .unknownLabel: "unknown-label"
        case .repeatedClass: "repeated-class"
        }
    }

    /// The place in the set of the template that it is about.
    package var template: Int? {
        switch self {
        case .noPlaceholder(let template), .severalPlaceholders(let template, _), .repeatedTemplate(let template, _),
            .cut(let template, _, _, _):
            template
        default: nil
        }
    }

    /// The classes that it is about.
    package var labels: [String] {
        switch self {
        case .emptyName(let label), .unknownHidden(let label, _), .unknownLabel(let label, _),
            .repeatedClass(let label):
            [label]
        case .samePrompt(let labels, _, _): labels
        case .similarNames(let label, _, let other, _): [label, other]
        default: []
        }
    }
}

extension PromptFinding: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noPlaceholder:
            "no place for the class name, so that every class has this prompt; expected one of "
                + PromptTemplate.placeholders.joined(separator: " ")
        case .severalPlaceholders(_, let count): "the class name stands in it \(count) times"
        case .repeatedTemplate(_, let first): "the same as template \(first + 1), which so counts twice"
        case .emptyName(let label):
            label.isEmpty ? "a class without a name" : "the class \"\(label)\" has a name without text"
        case .samePrompt(let labels, let prompt, let templates):
            "\(Self.quoted(labels)) have the same prompt \"\(prompt)\"" + Self.more(templates - 1, "template")
        case .cut(_, let prompt, let prompts, let contextLength):
            "\"\(prompt)\" is cut at \(contextLength) tokens" + Self.more(prompts - 1, "prompt")
        case .unknownCharacters(let characters, let prompt):
            "\(characters) in \"\(prompt)\": the vocabulary has no token for it, the model sees bytes"
        case .invisibleCharacters(let characters, let prompt): "invisible \(characters) in \"\(prompt)\""
        case .similarNames(let label, let name, let otherLabel, let otherName):
            "\"\(name)\" and \"\(otherName)\""
                + (label == name && otherLabel == otherName ? "" : " (of \"\(label)\" and \"\(otherLabel)\")")
                + " differ in plural or article only"
        case .unknownHidden(let label, let nearest):
            "the hidden class \"\(label)\" is none of the dataset's"
                + (nearest.map { "; did you mean \"\($0)\"?" } ?? "")
        case .unknownLabel(let label, let nearest):
            "[labels] has \"\(label)\", which is no class of the dataset"
                + (nearest.map { "; did you mean \"\($0)\"?" } ?? "")
        case .repeatedClass(let label): "the added class \"\(label)\" is there already"
        }
    }

    private static func quoted(_ labels: [String]) -> String {
        let quoted = labels.map { "\"\($0)\"" }
        return quoted.dropLast().joined(separator: ", ") + " and " + (quoted.last ?? "")
    }

    private static func more(_ count: Int, _ noun: String) -> String {
        count < 1 ? "" : ", and with \(count) more \(noun)\(count == 1 ? "" : "s")"
    }
}
