import Foundation

/// What Hugging Face's `datasets` library says of the columns: which are images, and the names of classes.
struct ColumnFeatures {
    private struct Feature: Decodable {
        let type: String?
        let names: [String]?

        private enum CodingKeys: String, CodingKey {
            case type = "_type"
            case names
        }

        init(from decoder: any Decoder) throws {
            // A list of features, or a structure of them, is none of those that count here.
            let container = try? decoder.container(keyedBy: CodingKeys.self)
            type = try? container?.decode(String.self, forKey: .type)
            names = try? container?.decode([String].self, forKey: .names)
        }
    }

    private struct Document: Decodable {
        struct Info: Decodable {
            let features: [String: Feature]
        }
        let info: Info
    }

    private let features: [String: Feature]

    /// - Parameter text: JSON; what is something else says nothing.
    init(_ text: String?) {
        features = text.flatMap { try? JSONDecoder().decode(Document.self, from: Data($0.utf8)) }?.info.features ?? [:]
    }

    func isImage(_ column: String) -> Bool { features[column]?.type == "Image" }

    /// Of a column of class numbers.
    func classNames(_ column: String) -> [String]? {
        features[column].flatMap { $0.type == "ClassLabel" ? $0.names : nil }
    }
}

extension ColumnFile {
    /// The columns that hold encoded pictures, the likeliest first: an Image of `datasets`, {bytes, path}, or bytes with a
    /// name that says so.
    func pictureColumns(_ features: ColumnFeatures) -> [Int] {
        let columns = fileColumns
        func rank(_ index: Int) -> Int? {
            let path = columns[index].path
            guard columns[index].contents == .bytes else { return nil }
            if path.count == 2, path[1] == "bytes" { return features.isImage(path[0]) ? 0 : 1 }
            return path.count == 1 && pictureNames.contains(path[0].lowercased()) ? 2 : nil
        }
        return columns.indices.compactMap { index in rank(index).map { (index, $0) } }
            .sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0)
    }

    /// The column of the pictures' names that stands beside `column` in its structure.
    func names(beside column: Int) -> Int? {
        let columns = fileColumns
        guard columns[column].path.count == 2 else { return nil }
        return columns.firstIndex { $0.path == [columns[column].path[0], "path"] && $0.contents == .words }
    }
}

/// Names of columns of bytes that hold pictures, as writers call them.
private let pictureNames: Set<String> = [
    "image", "images", "img", "picture", "photo", "jpg", "jpeg", "png", "webp", "image_bytes", "bytes", "content",
    "pixel_values", "image.bytes",
]
