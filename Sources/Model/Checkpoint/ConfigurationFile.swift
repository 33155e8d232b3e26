import Foundation

/// A JSON configuration read key by key: a wrong type, a missing key and a key that nobody knows are errors.
struct ConfigurationFile {
    let file: URL
    /// Path of this object in the file: "model_cfg.text_cfg".
    let path: String
    private let values: [String: Any]

    /// - Throws: `CheckpointError`
    init(contentsOf file: URL) throws {
        self.file = file
        path = ""
        let data: Data
        do {
            data = try BoundedFile.contents(of: file, atMost: BoundedFile.settings)
        } catch {
            throw CheckpointError.unreadable(file, reason: message(of: error))
        }
        let json = try? JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
        guard let values = json as? [String: Any] else {
            let foreign = json == nil ? data.withUnsafeBytes { ForeignFormat.reason($0) } : nil
            throw CheckpointError.malformed(file, reason: foreign ?? "is not a JSON object")
        }
        self.values = values
    }

    private init(file: URL, path: String, values: [String: Any]) {
        (self.file, self.path, self.values) = (file, path, values)
    }

    func name(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    /// JSON's null counts as missing.
    func has(_ key: String) -> Bool { values[key].map { !($0 is NSNull) } ?? false }

    func isNull(_ key: String) -> Bool { values[key] is NSNull }
    func isObject(_ key: String) -> Bool { values[key] is [String: Any] }
    func isNumber(_ key: String) -> Bool { values[key] is NSNumber || values[key] is Int }
    func isList(_ key: String) -> Bool { values[key] is [Any] }
    var keys: Set<String> { Set(values.keys.filter(has)) }

    func value<Value>(_ key: String, _ type: Value.Type = Value.self) throws -> Value? {
        guard has(key), let found = values[key] else { return nil }
        guard let value = found as? Value else {
            throw CheckpointError.wrongValue(key: name(key), expected: "\(Value.self)", found: "\(found)", file: file)
        }
        return value
    }

    func required<Value>(_ key: String, _ type: Value.Type = Value.self) throws -> Value {
        guard let value = try value(key, type) else { throw CheckpointError.missingKey(name(key), file: file) }
        return value
    }

    /// A size: at least 1, and small enough for products of sizes.
    func size(_ key: String, default standard: Int? = nil) throws -> Int {
        guard let value = try value(key, Int.self) ?? standard else {
            throw CheckpointError.missingKey(name(key), file: file)
        }
        guard (1...1 << 24).contains(value) else {
            throw CheckpointError.wrongValue(key: name(key), expected: "1 or more", found: "\(value)", file: file)
        }
        return value
    }

    /// Pictures of no CLIP are larger than 1024 pixels; far larger ones would take all memory.
    private static let longestSide = 4096
    /// Positions of a checkpoint are stretched to as many.
    private static let longestText = 8192

    /// Of a square picture, in pixels.
    func side(_ key: String, default standard: Int) throws -> Int {
        try checked([size(key, default: standard)], key)[0]
    }

    /// A side in pixels, or [height, width].
    func sides(_ key: String, default standard: Int) throws -> (height: Int, width: Int) {
        guard let pair = values[key] as? [Int] else {
            let side = try side(key, default: standard)
            return (side, side)
        }
        guard pair.count == 2 else {
            throw CheckpointError.wrongValue(key: name(key), expected: "a size", found: "\(pair)", file: file)
        }
        return (try checked(pair, key)[0], pair[1])
    }

    private func checked(_ sides: [Int], _ key: String) throws -> [Int] {
        guard sides.allSatisfy({ (1...Self.longestSide).contains($0) }) else {
            throw CheckpointError.wrongValue(
                key: name(key), expected: "1 to \(Self.longestSide) pixels",
                found: sides.map(String.init).joined(separator: " x "), file: file)
        }
        return sides
    }

    /// Tokens of a text.
    func length(_ key: String, default standard: Int? = nil) throws -> Int {
        let length = try size(key, default: standard)
        guard length <= Self.longestText else {
            throw CheckpointError.wrongValue(
                key: name(key), expected: "1 to \(Self.longestText) tokens", found: "\(length)", file: file)
        }
        return length
    }

    /// A number each for red, green and blue.
    func colour(_ key: String, default standard: [Float], isDivisor: Bool = false) throws -> [Float] {
        guard let values = try value(key, [Double].self) else { return standard }
        let floats = values.map { Float($0) }
        guard floats.count == 3, floats.allSatisfy(\.isFinite), !isDivisor || !floats.contains(0) else {
            throw CheckpointError.wrongValue(
                key: name(key), expected: isDivisor ? "3 numbers other than 0" : "3 numbers", found: "\(values)",
                file: file)
        }
        return floats
    }

    /// The object below a key; an empty one where it is missing.
    func object(_ key: String) throws -> ConfigurationFile {
        ConfigurationFile(file: file, path: name(key), values: try value(key, [String: Any].self) ?? [:])
    }

    /// - Parameters:
    ///   - known: keys that are read.
    ///   - harmless: keys that have no effect on an embedding, or whose value is the one that is meant anyway.
    func allowOnly(_ known: Set<String>, harmless: [String: (Any) -> Bool] = [:]) throws {
        for key in values.keys.sorted() where has(key) && !known.contains(key) {
            let value = values[key]!
            guard harmless[key]?(value) == true else {
                throw CheckpointError.unsupported(key: name(key), value: "\(value)", file: file)
            }
        }
    }
}
