import Foundation

/// The names of a torch pickle's tensors, and which value each is.
///
/// - A dictionary of tensors; also below "state_dict" (as open_clip's training saves it) or "model".
/// - A TorchScript module: the tensors among its attributes and its submodules', "visual.conv1.weight".
///
/// "module." before every name, from training on several devices, is dropped.
struct StateDictionary {
    private(set) var values: [String: Pickle.Value] = [:]
    private let pickle: Pickle
    private let file: URL
    private var attributes = 0

    private static let deepest = 64
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
        let prefix = "module."
        if values.keys.allSatisfy({ $0.hasPrefix(prefix) }) {
            values = Dictionary(uniqueKeysWithValues: values.map { (String($0.dropFirst(prefix.count)), $1) })
        }
    }

    private mutating func addDictionary() throws {
        guard var entries = pickle.entries(pickle.root) else {
            throw fault("holds no dictionary of named tensors and no TorchScript module")
        }
        for key in ["state_dict", "model"] {
            guard let inner = entries.last(where: { $0.name == key })?.value else { continue }
            guard let innerEntries = pickle.entries(inner) else { continue }
            entries = innerEntries
            break
        }
        for (name, value) in entries {
            guard pickle.isNode(value, of: .tensor) else { throw fault("\(name.prefix(100)) is no tensor") }
            values[name] = value
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
