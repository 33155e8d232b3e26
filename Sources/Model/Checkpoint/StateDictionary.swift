import Foundation

/// The names of a torch pickle's tensors, and which value each is.
///
/// - A dictionary of tensors; also below "state_dict" (as open_clip's training saves it), "model_state_dict", "model" or
///   "module", or, where none of these is there, below the only key whose dictionary holds a logit_scale. What else a
///   training keeps beside it is not looked at.
/// - A TorchScript module: the tensors among its attributes and its submodules', "visual.conv1.weight".
struct StateDictionary {
    private(set) var values: [String: Pickle.Value] = [:]
    private let pickle: Pickle
    private let file: URL
    private var attributes = 0

    private static let deepest = 64
    private static let deepestWrapping = 3
    private static let longestName = 1000
    private static let mostAttributes = 1 << 17

    /// - Throws: `CheckpointError`
    init(of pickle: Pickle, in file: URL) throws {
        (self.pickle, self.file) = (pickle, file)
        if pickle.isNode(pickle.root, of: .object) {
            try add(module: pickle.root, prefix: "", depth: 0)
        } else {
            try addDictionary()
        }
    }

    private mutating func addDictionary() throws {
        guard var entries = pickle.entries(pickle.root) else {
            throw fault("holds no dictionary of named tensors and no TorchScript module")
        }
        for _ in 0..<Self.deepestWrapping {
            guard let inner = try wrapped(in: entries) else { break }
            entries = inner
        }
        for (name, value) in entries {
            if let error = pickle.forbidden(value, in: file) { throw error }
            guard pickle.isNode(value, of: .tensor) else { throw fault("\(name.prefix(100)) is no tensor") }
            values[name] = value
        }
    }

    private typealias Entries = [(name: String, value: Pickle.Value)]

    /// The entries of the dictionary that a training put the weights into; nil where these are the weights.
    private func wrapped(in entries: Entries) throws -> Entries? {
        for key in ["state_dict", "model_state_dict", "model", "module"] {
            guard let value = entries.last(where: { $0.name == key })?.value else { continue }
            if let error = pickle.forbidden(value, in: file) { throw error }
            if let inner = pickle.entries(value) { return inner }
        }
        guard !entries.contains(where: { pickle.isNode($0.value, of: .tensor) }) else { return nil }
        let models = entries.compactMap { entry in
            pickle.entries(entry.value).flatMap { inner in holdsModel(inner, 1) ? (entry.name, inner) : nil }
        }
        guard models.count < 2 else {
            throw fault("holds several models, \(listing(models.map(\.0))); save one of them alone")
        }
        return models.first?.1
    }

    private func holdsModel(_ entries: Entries, _ depth: Int) -> Bool {
        entries.contains { name, value in
            if pickle.isNode(value, of: .tensor) { return name.hasSuffix("logit_scale") }
            return depth < Self.deepestWrapping && pickle.entries(value).map { holdsModel($0, depth + 1) } == true
        }
    }

    private mutating func add(module: Pickle.Value, prefix: String, depth: Int) throws {
        guard let state = pickle.items(module, of: .object)?.first, let entries = pickle.entries(state) else {
            throw fault("has a module without named attributes: \(prefix.isEmpty ? "the outermost" : prefix)")
        }
        guard depth < Self.deepest else { throw fault("has modules in modules without end") }
        attributes += entries.count
        guard attributes <= Self.mostAttributes else { throw fault("has more attributes than a model has need of") }
        for (name, value) in entries {
            guard name.utf8.count <= Self.longestName else { throw fault("has a name of \(name.utf8.count) bytes") }
            if pickle.isNode(value, of: .tensor) {
                values[prefix + name] = value
            } else if pickle.isNode(value, of: .object) {
                try add(module: value, prefix: prefix + name + ".", depth: depth + 1)
            }
        }
    }

    private func fault(_ reason: String) -> CheckpointError { .malformed(file, reason: reason) }
}
