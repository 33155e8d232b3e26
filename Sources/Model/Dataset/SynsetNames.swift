import Foundation

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
