import Foundation

/// The small parts of a tokenizer.json: each has a "type" and its own keys.
struct PartReader {
    let file: URL

    typealias Part = [String: Any]

    /// - Throws: `TokenizerError`
    func normalizer(_ part: Part?, _ path: String) throws -> Normalizer {
        guard let part else { return .sequence([]) }
        switch try type(part, path) {
        case "Sequence":
            return .sequence(try list(part, "normalizers", path).map { try normalizer($0.part, $0.path) })
        case "Lowercase": return .lowercase
        case "NFC": return .nfc
        case "NFD": return .nfd
        case "NFKC": return .nfkc
        case "NFKD": return .nfkd
        case "Nmt": return .nmt
        case "StripAccents": return .stripAccents
        case "Strip":
            return .strip(left: part["strip_left"] as? Bool ?? true, right: part["strip_right"] as? Bool ?? true)
        case "Prepend": return .prepend(scalars(part["prepend"]))
        case "Replace": return .replace(try pattern(part, path), with: scalars(part["content"]))
        case "Precompiled":
            let text = part["precompiled_charsmap"] as? String ?? ""
            guard !text.isEmpty else { return .sequence([]) }
            guard let data = Data(base64Encoded: text), let map = CharacterMap(compiled: data) else {
                throw TokenizerError.unsupported(
                    path + ".precompiled_charsmap", found: "\(text.utf8.count) characters",
                    expected: "a table that sentencepiece compiled, in base 64", file)
            }
            return .precompiled(map)
        case "BertNormalizer":
            return .bert(
                BertNormalizer(
                    cleansText: part["clean_text"] as? Bool ?? true,
                    separatesChinese: part["handle_chinese_chars"] as? Bool ?? true,
                    stripsAccents: part["strip_accents"] as? Bool, isLower: part["lowercase"] as? Bool ?? true))
        case let other: throw unsupported(path, other, "a normalizer that is read")
        }
    }

    func splitter(_ part: Part?, _ path: String) throws -> Splitter {
        guard let part else { return .none }
        switch try type(part, path) {
        case "Sequence":
            return .sequence(try list(part, "pretokenizers", path).map { try splitter($0.part, $0.path) })
        case "Whitespace": return .words
        case "WhitespaceSplit": return .whitespace
        case "BertPreTokenizer": return .bert
        case "Metaspace":
            guard let mark = scalars(part["replacement"] ?? "\u{2581}").first else {
                throw unsupported(path + ".replacement", "empty", "a character")
            }
            let prefix: Splitter.Prefix
            if let scheme = part["prepend_scheme"] as? String {
                guard let known = Splitter.Prefix(rawValue: scheme) else {
                    throw unsupported(path + ".prepend_scheme", scheme, "always, first or never")
                }
                prefix = known
            } else {
                prefix = part["add_prefix_space"] as? Bool ?? true ? .always : .never
            }
            return .metaspace(replacement: mark, prefix, isSplitting: part["split"] as? Bool ?? true)
        case "Split":
            return .split(
                try pattern(part, path), try behaviour(part, path), isInverted: part["invert"] as? Bool ?? false)
        case "Punctuation": return .punctuation(try behaviour(part, path))
        case "Digits": return .digits(isEach: part["individual_digits"] as? Bool ?? false)
        case "ByteLevel":
            return .bytes(
                hasPrefix: part["add_prefix_space"] as? Bool ?? true, isSplitting: part["use_regex"] as? Bool ?? true)
        case let other: throw unsupported(path, other, "a pre-tokenizer that is read")
        }
    }

    func template(_ part: Part?, _ path: String) throws -> TokenTemplate {
        guard let part else { return TokenTemplate() }
        switch try type(part, path) {
        case "Sequence":
            return try list(part, "processors", path).reduce(into: TokenTemplate()) { whole, next in
                let inner = try template(next.part, next.path)
                whole = TokenTemplate(before: inner.before + whole.before, after: whole.after + inner.after)
            }
        case "ByteLevel": return TokenTemplate()
        case "BertProcessing", "RobertaProcessing":
            guard let first = (part["cls"] as? [Any])?.last as? Int, let last = (part["sep"] as? [Any])?.last as? Int
            else { throw unsupported(path, "without cls or sep", "both with their ids") }
            return TokenTemplate(before: [first], after: [last])
        case "TemplateProcessing": return try written(part, path)
        case let other: throw unsupported(path, other, "a post-processor that is read")
        }
    }

    private func written(_ part: Part, _ path: String) throws -> TokenTemplate {
        guard let single = part["single"] as? [Part], let special = part["special_tokens"] as? Part else {
            throw unsupported(path + ".single", "missing", "a template and its special tokens")
        }
        var template = TokenTemplate()
        var isBehind = false
        for step in single {
            if step["Sequence"] != nil {
                isBehind = true
                continue
            }
            guard let name = (step["SpecialToken"] as? Part)?["id"] as? String,
                let ids = (special[name] as? Part)?["ids"] as? [Int]
            else { throw unsupported(path + ".single", "\(step)", "a special token whose ids are there") }
            if isBehind { template.after += ids } else { template.before += ids }
        }
        guard isBehind else { throw unsupported(path + ".single", "without a sequence", "one") }
        return template
    }

    private func type(_ part: Part, _ path: String) throws -> String {
        guard let type = part["type"] as? String else { throw unsupported(path + ".type", "missing", "a name") }
        return type
    }

    private func list(_ part: Part, _ key: String, _ path: String) throws -> [(part: Part, path: String)] {
        guard let parts = part[key] as? [Part] else { throw unsupported("\(path).\(key)", "missing", "a list") }
        return parts.enumerated().map { ($1, "\(path).\(key)[\($0)]") }
    }

    private func pattern(_ part: Part, _ path: String) throws -> Pattern {
        let object = part["pattern"] as? Part
        if let text = object?["String"] as? String { return .text(scalars(text)) }
        guard let expression = object?["Regex"] as? String else {
            throw unsupported(path + ".pattern", "\(part["pattern"] ?? "missing")", "String or Regex")
        }
        guard let pattern = try? Pattern(expression: expression) else {
            throw unsupported(path + ".pattern", expression, "a regular expression that is understood")
        }
        return pattern
    }

    private func behaviour(_ part: Part, _ path: String) throws -> Splitter.Behaviour {
        let name = part["behavior"] as? String ?? ""
        guard let behaviour = Splitter.Behaviour(rawValue: name) else {
            throw unsupported(
                path + ".behavior", name, "Removed, Isolated, MergedWithPrevious, MergedWithNext or Contiguous")
        }
        return behaviour
    }

    private func scalars(_ value: Any?) -> [Unicode.Scalar] { Array((value as? String ?? "").unicodeScalars) }

    private func unsupported(_ setting: String, _ found: String, _ expected: String) -> TokenizerError {
        .unsupported(setting, found: found, expected: expected, file)
    }
}
