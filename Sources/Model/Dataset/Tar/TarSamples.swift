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
    /// Members that are in no sample, or say a second time what a sample has, by why.
    private(set) var dropped = DroppedMembers()
    /// Pictures in formats that are not read, and second ones of a sample.
    private(set) var leftOut = LeftOut()
    private var words: [String: LabelWords] = [:]

    /// The label column that was asked for.
    private let wanted: String?
    private let progress: ScanProgress

    /// A sample as far as it was read: one image, and one value a field, the first of each.
    private struct Sample {
        let key: ArraySlice<UInt8>
        private(set) var image: TarFile.Member?
        private(set) var fields: [String] = []
        private(set) var values: [String: String] = [:]

        init(key: ArraySlice<UInt8>) { self.key = key }

        /// - Returns: false where it has one already.
        mutating func set(_ member: TarFile.Member) -> Bool {
            guard image == nil else { return false }
            image = member
            return true
        }

        /// - Returns: false where it has the field already.
        mutating func set(_ field: String, _ value: String) -> Bool {
            guard values[field] == nil else { return false }
            fields.append(field)
            values[field] = value
            return true
        }
    }

    init(wanted: String?, _ progress: ScanProgress) {
        self.wanted = wanted
        self.progress = progress
    }

    var count: Int { names.count }

    /// The fields as columns, a value an image, and those that hold something else for nearly every image.
    func columns() -> (columns: [LabelChoice.Column], dropped: [String]) {
        var columns: [LabelChoice.Column] = []
        var dropped: [String] = []
        for field in fields {
            guard var words = words[field] else { continue }
            words.fill(to: count)
            if let values = words.labels {
                columns.append(LabelChoice.Column(name: field, values: values, isWanted: field == wanted))
            } else {
                dropped.append(field)
            }
        }
        return (columns, dropped)
    }

    /// Reads a shard to its end, or as far as it is whole.
    /// - Parameter prefix: goes before the members' names.
    /// - Throws: `TarFile.Failure`, `POSIXError`, and what the progress throws.
    mutating func read(_ tar: TarFile, archive: Int, prefix: String) throws {
        var sample: Sample?
        defer { if let sample { add(sample, archive: archive, prefix: prefix) } }
        while let member = try tar.next() {
            guard let (key, ending) = Self.split(member.name) else {
                if !Self.isHidden(member.name), FileKind(member.name[...]) == .bare, member.size > 0 {
                    dropped.nameless.add(member.name)
                }
                continue
            }
            if sample?.key != key {
                if let sample { add(sample, archive: archive, prefix: prefix) }
                sample = Sample(key: key)
                try progress.step(images: 1)
            }
            try take(member, ending: ending, of: tar, into: &sample!)
        }
    }

    private mutating func take(
        _ member: TarFile.Member, ending: String, of tar: TarFile, into sample: inout Sample
    ) throws {
        switch ending {
        case "cls", "txt", "text":
            let text = String(decoding: try tar.contents(of: member), as: UTF8.self)
            if !sample.set(ending, text.trimmingCharacters(in: .whitespacesAndNewlines)) {
                dropped.repeated.add(member.name)
            }
        case "json":
            for (field, value) in fields(try tar.contents(of: member)) where !sample.set(field, value) && field != "cls"
            {
                dropped.repeated.add(member.name)
            }
        default:
            let last = ending.split(separator: ".").last.map(String.init) ?? ending
            switch FileKind(member.name[...]) {
            case .image where !sample.set(member):
                if ending == last {
                    dropped.repeated.add(member.name)
                } else {
                    leftOut.add(
                        "further image of a sample", plural: "further images of samples",
                        example: Self.text(member.name))
                }
            case .picture(let format): leftOut.add(format: format, example: Self.text(member.name))
            case _ where ending != last && ["cls", "txt", "text", "json"].contains(last):
                dropped.dotted.add(member.name)
            default: break
            }
        }
    }

    private mutating func add(_ sample: Sample, archive: Int, prefix: String) {
        guard let image = sample.image else {
            if !sample.fields.isEmpty { dropped.imageless.add(Array(sample.key)) }
            return
        }
        guard image.size <= Int32.max else {
            leftOut.add("image of more than 2 GB", plural: "images of more than 2 GB", example: Self.text(image.name))
            return
        }
        for field in sample.fields {
            guard let value = sample.values[field], !value.isEmpty else { continue }
            if words[field] == nil { fields.append(field) }
            words[field, default: LabelWords(isWanted: field == "cls" || field == wanted)].set(value, image: count)
        }
        names.extend(prefix.utf8)
        names.append(image.name)
        members.append((archive, image.offset, image.size))
    }

    private static func text(_ name: [UInt8]) -> String { FilePath(bytes: name).text }

    private static func isHidden(_ name: [UInt8]) -> Bool {
        name.split(separator: UInt8(ascii: "/")).last?.first == UInt8(ascii: ".")
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

/// Members of tar archives that went into no sample, and why.
struct DroppedMembers {
    struct Group {
        private(set) var count = 0
        private(set) var first = ""

        mutating func add(_ name: [UInt8]) {
            if count == 0 { first = FilePath(bytes: name).text }
            count += 1
        }
    }

    /// Say again what their sample has: the first counts.
    var repeated = Group()
    /// What stands behind the first dot of their names is no field.
    var dotted = Group()
    /// Fields of a sample that has no image beside them.
    var imageless = Group()
    /// Without a dot in their names.
    var nameless = Group()

    /// A line each.
    func warnings(of dataset: String) -> [String] {
        func line(_ group: Group, _ one: String, _ many: String) -> String? {
            group.count == 0 ? nil : "\(dataset): \(group.count) \(group.count == 1 ? one : many) (\(group.first))"
        }
        return [
            line(
                repeated, "member repeats what its sample has and is left out: the first counts",
                "members repeat what their samples have and are left out: the first counts"),
            line(
                dotted,
                "member is left out: a sample's key ends at the first dot of the name, and the rest is no field",
                "members are left out: a sample's key ends at the first dot of the name, and the rest is no field"),
            line(
                imageless, "sample has no image and is left out: the members of a sample must stand side by side",
                "samples have no image and are left out: the members of a sample must stand side by side"),
            line(
                nameless, "member is left out: its name has no dot, so that it is of no sample",
                "members are left out: their names have no dot, so that they are of no sample"),
        ].compactMap { $0 }
    }
}
