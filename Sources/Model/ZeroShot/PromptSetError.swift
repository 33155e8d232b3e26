import Foundation

/// Why a file could not be read as a prompt set.
package enum PromptSetError: Error, Equatable {
    case noTemplates(URL)
    /// `line` is nil where the file does not tell.
    case withoutPlaceholder(String, file: URL, line: Int?)
    /// A line of a file of templates is something else.
    case foreignLine(String, file: URL, line: Int, reason: String)
    case badJSON(URL, line: Int, expected: String)
    /// JSON that is neither a run nor a list.
    case foreignJSON(URL, keys: [String])
    /// A saved run of a newer program, or a damaged one.
    case unreadableRun(URL)
    case noNames(label: String, file: URL)
    /// A hidden or an added class has no name.
    case namelessClass(URL)
    case unknownSet(String, known: [String])
    /// A class is hidden that there is not; `source` is what the set was read from.
    case unknownHidden(String, source: String, nearest: String?)
    case everythingHidden(source: String)
    /// A class is named that there is not; `others` counts more of them.
    case unknownLabel(String, others: Int, source: String, nearest: String?)
    /// Classes that a file of sentences says nothing of.
    case withoutSentences([String], of: Int, source: String)
    /// What a file says of the images that the set was chosen on makes no sense.
    case chosenOn(URL, reason: String)
}

extension PromptSetError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noTemplates(let file):
            "\(file.path): no templates, expected templates = [\"a photo of a {label}.\"] or one template a line"
        case .withoutPlaceholder(let template, let file, let line):
            "\(file.path)\(line.map { ":\($0)" } ?? ""): template without {label}: \"\(template)\""
        case .foreignLine(let text, let file, let line, let reason): "\(file.place(line)): \"\(text)\" \(reason)"
        case .badJSON(let file, let line, let expected):
            "\(file.place(line)): expected \(expected) in JSON, a saved run or a list of templates [\"a photo of a {}.\"]"
        case .unreadableRun(let file):
            "\(file.path): the prompts of this saved run cannot be read, expected version \(RunFormat.version) or older"
        case .foreignJSON(let file, let keys):
            "\(file.path): JSON with the keys \(listing(Array(keys.prefix(5)))), expected a run that eval --run wrote, a"
                + " list of templates [\"a photo of a {}.\"], or sentences for each class {\"cat\": [\"A cat has whiskers.\"]}"
        case .noNames(let label, let file):
            "\(file.path): the label \"\(label)\" has no names, expected at least one, and none of them empty"
        case .namelessClass(let file):
            "\(file.path): hidden or added has a class without a name"
        case .unknownHidden(let label, let source, let nearest):
            "\(source): hides \"\(label)\", which is no class of the dataset"
                + (nearest.map { "; did you mean \"\($0)\"?" } ?? "")
        case .unknownLabel(let label, let others, let source, let nearest):
            "\(source): [labels] has \"\(label)\"\(others == 0 ? "" : " and \(others) more"), which"
                + (others == 0 ? " is no class of the dataset" : " are no classes of the dataset")
                + (nearest.map { "; did you mean \"\($0)\"?" } ?? "")
        case .withoutSentences(let labels, let count, let source):
            "\(source): no sentences for \(labels.count) of \(count) classes (\(listing(Array(labels.prefix(20))))"
                + (labels.count > 20 ? " and \(labels.count - 20) more" : "") + "), and no template to fall back to"
        case .chosenOn(let file, let reason): "\(file.path): chosen_on: \(reason)"
        case .everythingHidden(let source): "\(source): hides every class, expected one at least to choose"
        case .unknownSet(let name, let known):
            "no template set \"\(name)\", found \(listing(known))"
        }
    }
}
