import Foundation

/// Names of classes that are numbers, from a JSON object beside the images or their table: {"0": "cat"}, {"cat": 0}, or
/// Keras' {"0": ["n02123045", "tabby"]}.
struct NumberNames {
    /// By the number as the labels spell it; nil where no file names all of them.
    let names: [String: String]?

    private static let (mostFiles, longest) = (16, 1 << 22)

    /// - Parameter labels: all that occur.
    init(_ labels: some Sequence<String>, in place: DatasetPlace) {
        let labels = Set(labels)
        guard !labels.isEmpty, labels.allSatisfy({ Int($0) != nil }) else {
            names = nil
            return
        }
        let files = place.files.objects.prefix(Self.mostFiles)
        names =
            files.lazy.compactMap { file in
                guard let size = place.files.size(file), size < Self.longest, let data = try? place.files.contents(file)
                else { return nil }
                let names = Self.names(data)
                let found = Dictionary(
                    labels.compactMap { label in names[Int(label) ?? 0].map { (label, $0) } },
                    uniquingKeysWith: { first, _ in first })
                return found.count == labels.count && Set(found.values).count == labels.count ? found : nil
            }.first
    }

    private static func names(_ data: Data) -> [Int: String] {
        var names: [Int: String] = [:]
        var reader = JSONReader(Array(data))
        try? reader.object { reader, key in
            let key = reader.text(key)
            if reader.isNext("[") {
                try reader.array { reader in
                    if let word = try reader.word(), let number = Int(key) { names[number] = word }
                }
            } else if let word = try reader.word() {
                if let number = Int(key) { names[number] = word } else if let number = Int(word) { names[number] = key }
            }
        }
        return names
    }
}
