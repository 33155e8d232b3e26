import Foundation

/// Why a file could not be read as a prompt set.
package enum PromptSetError: Error, Equatable {
    case noTemplates(URL)
    /// `line` is nil where the file does not tell.
    case withoutPlaceholder(String, file: URL, line: Int?)
    case noNames(label: String, file: URL)
    /// A hidden or an added class has no name.
    case namelessClass(URL)
    case unknownSet(String, known: [String])
    /// A class is hidden that there is not; `source` is what the set was read from.
    case unknownHidden(String, source: String, nearest: String?)
    case everythingHidden(source: String)
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
        case .noNames(let label, let file):
            "\(file.path): the label \"\(label)\" has no names, expected at least one, and none of them empty"
        case .namelessClass(let file):
            "\(file.path): hidden or added has a class without a name"
        case .unknownHidden(let label, let source, let nearest):
            "\(source): hides \"\(label)\", which is no class of the dataset"
                + (nearest.map { "; did you mean \"\($0)\"?" } ?? "")
        case .chosenOn(let file, let reason): "\(file.path): chosen_on: \(reason)"
        case .everythingHidden(let source): "\(source): hides every class, expected one at least to choose"
        case .unknownSet(let name, let known):
            "no template set \"\(name)\", found \(listing(known))"
        }
    }
}
