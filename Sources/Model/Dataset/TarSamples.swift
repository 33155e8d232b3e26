import Foundation

/// The samples of tar shards in the WebDataset convention: members that share their name up to the first dot of its last
/// part, and stand side by side, are one sample: an image, and a .cls, .txt or .json with what is known of it.
struct TarSamples {
    private(set) var names = ByteStrings()
    private(set) var members: [(archive: Int, offset: Int, size: Int)] = []
    /// "cls", "txt", and the keys of .json, in the order in which they came first.
    private(set) var fields: [String] = []
    /// How many .json were broken; what stands before the break counts.
    private(set) var brokenObjects = 0
    private var words: [String: LabelWords] = [:]

    /// The labelling that was asked for.
    private let wanted: String?
    private let progress: ScanProgress

    /// A sample as far as it was read.
    private struct Sample {
        let key: ArraySlice<UInt8>
        var image: TarFile.Member?
        var values: [(field: String, value: String)] = []
    }

    init(wanted: String?, _ progress: ScanProgress) {
        self.wanted = wanted
        self.progress = progress
    }

    var count: Int { names.count }

    func labels(_ field: String) -> CategoryColumn? {
        guard var words = words[field] else { return nil }
        words.fill(to: count)
        return words.labels
    }

    /// Reads a shard to its end, or as far as it is whole.
    /// - Parameter prefix: goes before the members' names.
    /// - Throws: `TarFile.Failure`, `POSIXError`, and what the progress throws.
    mutating func read(_ tar: TarFile, archive: Int, prefix: String) throws {
        var sample: Sample?
        defer { if let sample { add(sample, archive: archive, prefix: prefix) } }
        while let member = try tar.next() {
            guard let (key, ending) = Self.split(member.name) else { continue }
            if sample?.key != key {
                if let sample { add(sample, archive: archive, prefix: prefix) }
                sample = Sample(key: key)
                try progress.step(images: 1)
            }
            switch ending {
            case "cls", "txt", "text":
                let text = String(decoding: try tar.contents(of: member), as: UTF8.self)
                sample?.values.append((ending, text.trimmingCharacters(in: .whitespacesAndNewlines)))
            case "json": sample?.values += fields(try tar.contents(of: member))
            case _ where sample?.image == nil && ImageFormat.lists(member.name[...]): sample?.image = member
            default: continue
            }
        }
    }

    private mutating func add(_ sample: Sample, archive: Int, prefix: String) {
        guard let image = sample.image, image.size <= Int32.max else { return }
        for (field, value) in sample.values where !value.isEmpty {
            if words[field] == nil { fields.append(field) }
            words[field, default: LabelWords(isWanted: field == "cls" || field == wanted)].set(value, image: count)
        }
        names.extend(prefix.utf8)
        names.append(image.name)
        members.append((archive, image.offset, image.size))
    }

    /// "a/0001" and "jpg" for a/0001.jpg, "seg.png" for a/0001.seg.png; nil for hidden files and those without a dot.
    private static func split(_ name: [UInt8]) -> (key: ArraySlice<UInt8>, ending: String)? {
        let start = name.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
        guard let dot = name[start...].firstIndex(of: UInt8(ascii: ".")), dot > start else { return nil }
        return (name[..<dot], String(decoding: name[(dot + 1)...], as: UTF8.self).lowercased())
    }

    /// The words among the members of a JSON object.
    private mutating func fields(_ json: ArraySlice<UInt8>) -> [(field: String, value: String)] {
        var values: [(field: String, value: String)] = []
        var reader = JSONReader(Array(json))
        do {
            try reader.object { reader, key in
                let field = reader.text(key)
                if let value = try reader.word() { values.append((field, value)) }
            }
        } catch {
            brokenObjects += 1
        }
        return values
    }
}
