import Foundation

/// What a model directory's configurations say of its tokenizer: open_clip_config.json, tokenizer_config.json, config.json.
struct TokenizerSettings {
    /// tokenizer_class, without "Fast".
    private(set) var className: String?
    /// do_lower_case
    private(set) var isLower = true
    private var openCLIP: OpenCLIP?
    private var modelType: String?
    private var tokens: [String: String] = [:]
    private var isLeft = false
    private var adds: (start: Bool, end: Bool)?
    private let directory: URL

    private struct OpenCLIP {
        let clean: TextCleaning
        let stripsSeparator: Bool
    }

    /// - Throws: `TokenizerError`
    init(modelDirectory: URL) throws {
        directory = modelDirectory
        if let object = try Self.object("open_clip_config.json", modelDirectory) { try readOpenCLIP(object) }
        modelType = try Self.object("config.json", modelDirectory)?["model_type"] as? String
        guard let object = try Self.object("tokenizer_config.json", modelDirectory) else { return }
        className = (object["tokenizer_class"] as? String).map { $0.hasSuffix("Fast") ? String($0.dropLast(4)) : $0 }
        isLower = object["do_lower_case"] as? Bool ?? true
        for key in ["pad_token", "bos_token", "eos_token", "sep_token"] {
            tokens[key] = object[key] as? String ?? (object[key] as? [String: Any])?["content"] as? String
        }
        isLeft = object["padding_side"] as? String == "left"
        if object["add_bos_token"] is Bool || object["add_eos_token"] is Bool {
            adds = (object["add_bos_token"] as? Bool ?? false, object["add_eos_token"] as? Bool ?? false)
        }
        if object["truncation_side"] as? String == "left" {
            throw TokenizerError.unsupported(
                "truncation_side", found: "left", expected: "right", file(of: "tokenizer_config.json"))
        }
    }

    private func file(of name: String) -> URL { directory.appending(path: name, directoryHint: .notDirectory) }

    private mutating func readOpenCLIP(_ object: [String: Any]) throws {
        let text = (object["model_cfg"] as? [String: Any])?["text_cfg"] as? [String: Any] ?? [:]
        let file = file(of: "open_clip_config.json")
        if let mode = text["tokenizer_mode"] as? String, !mode.isEmpty {
            throw TokenizerError.unsupported("tokenizer_mode", found: mode, expected: "none", file)
        }
        let usesHuggingFace = !(text["hf_tokenizer_name"] as? String ?? "").isEmpty
        let arguments = text["tokenizer_kwargs"] as? [String: Any] ?? [:]
        let cleanings: [String: TextCleaning] = [
            "whitespace": .whitespace, "lower": .lower, "canonicalize": .canonicalize,
        ]
        let name = arguments["clean"] as? String ?? (usesHuggingFace ? "whitespace" : "lower")
        guard let clean = cleanings[name] else {
            throw TokenizerError.unsupported(
                "tokenizer_kwargs.clean", found: name, expected: "whitespace, lower or canonicalize", file)
        }
        openCLIP = OpenCLIP(clean: clean, stripsSeparator: arguments["strip_sep_token"] as? Bool ?? false)
        normalization = usesHuggingFace ? .openCLIP : .openAI
        let usual: TextCleaning = usesHuggingFace ? .whitespace : .lower
        if arguments["strip_sep_token"] as? Bool == true { unusualSeparator = true }
        if clean != usual { unusualCleaning = (name, usesHuggingFace ? "whitespace" : "lower") }
    }

    /// What the reference does with CLIP's own kind of vocabulary: open_clip where its configuration is there, over a
    /// Hugging Face tokenizer where that names one; else transformers.
    private(set) var normalization = TextNormalization.transformers
    private var unusualCleaning: (found: String, expected: String)?
    private var unusualSeparator = false

    /// - Throws: `TokenizerError` for a cleaning that is not built into CLIP's own kind.
    func checkedNormalization() throws -> TextNormalization {
        if let unusualCleaning {
            throw TokenizerError.unsupported(
                "tokenizer_kwargs.clean", found: unusualCleaning.found, expected: unusualCleaning.expected,
                file(of: "open_clip_config.json"))
        }
        guard !unusualSeparator else {
            throw TokenizerError.unsupported(
                "tokenizer_kwargs.strip_sep_token", found: "true", expected: "false",
                file(of: "open_clip_config.json"))
        }
        return normalization
    }

    /// What the library around the tokenizer adds to it.
    /// - Throws: `TokenizerError`
    func apply(to pipeline: inout TokenizerPipeline) throws {
        func id(_ key: String) throws -> Int? {
            guard let token = tokens[key] else { return nil }
            guard let id = pipeline.vocabulary.id(of: Array(token.utf8)[...]) else {
                throw TokenizerError.unsupported(
                    key, found: token, expected: "a token of the vocabulary", file(of: "tokenizer_config.json"))
            }
            return id
        }
        if let openCLIP { pipeline.cleaning.append(openCLIP.clean) }
        if className == "SiglipTokenizer" {
            // It puts the mark of a word's beginning and the end itself (tokenize, build_inputs_with_special_tokens).
            pipeline.cleaning.append(.siglip)
            if case .metaspace(let mark, _, let isSplitting) = pipeline.splitter {
                pipeline.splitter = .metaspace(replacement: mark, .always, isSplitting: isSplitting)
            }
            pipeline.template = TokenTemplate(after: [try id("eos_token") ?? 1])
        } else if pipeline.template.count == 0, ["T5Tokenizer", "MT5Tokenizer"].contains(className) {
            pipeline.template = TokenTemplate(after: [try id("eos_token") ?? 1])
        }
        if className == "Siglip2Tokenizer" || modelType == "siglip2" { pipeline.prependNormalizer(.lowercase) }
        if let adds {
            pipeline.template = TokenTemplate(
                before: adds.start ? [try id("bos_token")].compactMap { $0 } : [],
                after: adds.end ? [try id("eos_token")].compactMap { $0 } : [])
        }
        if openCLIP?.stripsSeparator == true {
            guard let separator = try id("sep_token") else {
                throw TokenizerError.unsupported(
                    "sep_token", found: "missing", expected: "what strip_sep_token replaces",
                    file(of: "tokenizer_config.json"))
            }
            pipeline.replaced = (separator, 0)
        }
        pipeline.padding = try id("pad_token").map { Padding(id: $0, isLeft: isLeft) }
    }

    /// - Returns: nil where the file is not there.
    private static func object(_ name: String, _ directory: URL) throws -> [String: Any]? {
        let file = directory.appending(path: name, directoryHint: .notDirectory)
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        let object: Any
        do {
            object = try JSONSerialization.jsonObject(
                with: BoundedFile.contents(of: file, atMost: BoundedFile.settings), options: .fragmentsAllowed)
        } catch {
            throw TokenizerError.unreadable(file, reason: message(of: error))
        }
        guard let object = object as? [String: Any] else {
            throw TokenizerError.unreadable(file, reason: "is not a JSON object")
        }
        return object
    }
}
