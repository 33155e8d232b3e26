import Foundation

/// Why a tokenizer could not be made of a model directory's files.
package enum TokenizerError: Error, Equatable {
    case noVocabulary(URL, missing: [String])
    case unreadable(URL, reason: String)
    /// Not the JSON that it should be.
    case malformed(URL, offset: Int, expected: String)
    case unsupported(String, found: String, expected: String, URL)
    case repeatedToken(String, URL)
    case repeatedID(Int, String, String, URL)
    /// The ids of n tokens are 0 to n - 1.
    case idOutOfRange(Int, token: String, count: Int, URL)
    /// A letter or special token that CLIP's tokenizer needs.
    case missingToken(String, URL)
    /// Not two tokens with a space between them. Merges are counted from 1.
    case malformedMerge(Int, found: String, URL)
    case unknownTokenInMerge(String, merge: Int, URL, vocabulary: URL)
    case wrongSize(Int, expected: Int, URL)
    case contextTooShort(Int)
}

extension TokenizerError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noVocabulary(let folder, let missing):
            "\(folder.path): no tokenizer: \(listing(missing)) missing; expected vocab.json and merges.txt, or"
                + " tokenizer.json"
        case .unreadable(let file, let reason): "\(file.path): cannot be read: \(reason)"
        case .malformed(let file, let offset, let expected): "\(file.path): expected \(expected) at byte \(offset)"
        case .unsupported(let setting, let found, let expected, let file):
            "\(file.path): \(setting) is \(found), expected \(expected)"
        case .repeatedToken(let token, let file): "\(file.path): the token \"\(token)\" stands there twice"
        case .repeatedID(let id, let first, let second, let file):
            "\(file.path): the tokens \"\(first)\" and \"\(second)\" both have the id \(id)"
        case .idOutOfRange(let id, let token, let count, let file):
            "\(file.path): the token \"\(token)\" has the id \(id), expected 0 to \(count - 1) for \(count) tokens"
        case .missingToken(let token, let file):
            "\(file.path): the token \"\(token)\" is missing, which every vocabulary of CLIP's kind has"
        case .malformedMerge(let number, let found, let file):
            "\(file.path): merge \(number) is \"\(found)\", expected two tokens and a space between them"
        case .unknownTokenInMerge(let token, let number, let file, let vocabulary):
            "\(file.path): merge \(number) names \"\(token)\", which \(vocabulary.lastPathComponent) lacks"
        case .wrongSize(let count, let expected, let file):
            "\(file.path): \(count) tokens, expected \(expected)"
        case .contextTooShort(let length): "the context length is \(length), expected at least 2"
        }
    }
}
