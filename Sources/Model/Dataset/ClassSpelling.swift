import Foundation

/// How the labels of a dataset are spoken: what dataset.toml says, else without what only sorts them or numbers them.
struct ClassSpelling {
    private var spoken: [String: String] = [:]
    private let description: DatasetDescription

    /// - Parameter folders: that hold the class folders; the data set may be called like one.
    init(_ labels: [String], _ place: DatasetPlace, folders: [String] = []) {
        description = place.description
        if labels.allSatisfy(Self.isSynset) {
            let names = SynsetNames(in: place).names
            let own = labels.map { ($0, names[$0]) }
            let counts = Dictionary(own.compactMap { $1 }.map { ($0, 1) }, uniquingKeysWith: +)
            for (label, name) in own {
                guard let name else { continue }
                spoken[label] = counts[name] == 1 ? name : "\(name) (\(label))"
            }
        } else if let names = NumberNames(labels, in: place).names {
            spoken = names
        } else if labels.allSatisfy({ Int($0) != nil }) {
            let numbers = labels.compactMap { Int($0) }
            guard let known = try? place.known(numbers: numbers, folders: folders) else { return }
            for (label, number) in zip(labels, numbers) where known.classes.indices.contains(number) {
                spoken[label] = known.classes[number]
            }
        } else {
            for form in [/\d{1,4}\.(.+)/, /n\d{8}-(.+)/] {
                let rest = labels.map { try? form.wholeMatch(in: $0)?.1 }
                guard rest.allSatisfy({ $0 != nil }), Set(rest).count == labels.count else { continue }
                for (label, name) in zip(labels, rest) { spoken[label] = String(name!) }
            }
        }
    }

    func spoken(_ label: String) -> String {
        guard description.names[label] == nil, let own = spoken[label] else { return description.spokenName(label) }
        return description.spokenName(own)
    }

    /// An id of WordNet, as ImageNet's folders are called.
    static func isSynset(_ label: String) -> Bool {
        label.utf8.count == 9 && label.utf8.first == UInt8(ascii: "n") && label.dropFirst().allSatisfy(\.isNumber)
    }
}

/// The names of WordNet's ids: from a file beside the images, else those that ImageNet's classes go by.
struct SynsetNames {
    let names: [String: String]

    private static let files = ["LOC_synset_mapping.txt", "synset_words.txt", "words.txt", "wnids_to_names.txt"]

    init(in place: DatasetPlace) {
        var names = place.imageNetNames
        var folders = [place.path]
        for _ in 0..<3 where folders.last!.bytes != FilePath("/").bytes {
            folders.append(FilePath(folders.last!.url.deletingLastPathComponent()))
        }
        for file in Self.files {
            let beside = folders.compactMap { try? $0.appending(file).contents() }
            let packed = place.files.paths(named: file).compactMap { try? place.files.contents($0) }
            for data in beside + packed where data.count < 1 << 26 {
                for line in String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline) {
                    guard let blank = line.firstIndex(where: \.isWhitespace) else { continue }
                    let id = String(line[..<blank])
                    let first = line[blank...].split(separator: ",").first?.trimmingCharacters(in: .whitespaces) ?? ""
                    if ClassSpelling.isSynset(id), !first.isEmpty, names[id] == nil { names[id] = first }
                }
            }
        }
        self.names = names
    }
}
