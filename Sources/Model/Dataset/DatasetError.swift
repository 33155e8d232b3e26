import Foundation

/// Why a path could not be read as a dataset.
package enum DatasetError: Error, Equatable {
    case noSuchFolder(URL)
    case notInstalled(PackagedDataset)
    /// A file of a kind that is not read as a dataset.
    case unknownFile(URL)
    case unreadableFolder(URL, reason: String)
    /// A pipe, a socket or a device with the name of an image.
    case notAFile(URL, FilePath.NotAFile)
    case noImages(URL)
    /// There are files, of kinds that are not read.
    case nothingRead(URL, seen: String)
    case missingShard(URL, shards: Int)
    /// Tar archives without images, or cut short before the first.
    case noSamples(URL, reason: String? = nil)
    /// A table, list or archive that is not what it should be.
    case malformed(URL, message: String)
    case noColumn(String, file: URL, columns: [String], role: String)
    /// A row has more fields than the header has columns: most often an unquoted comma.
    case tooManyFields(file: URL, row: Int, found: Int, expected: Int)
    case repeatedFile(String, file: URL, rows: [Int])
    /// Every file that the table names is missing.
    case allFilesMissing(table: URL, count: Int, first: String)
    case noSuchLabelColumn(String, dataset: URL, columns: [String])
    case noSuchSplit(String, dataset: URL, splits: [String])
    case unknownPromptSet(String, file: URL, known: [String])
}

extension DatasetError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noSuchFolder(let url): "\(url.path): no such directory; a dataset is a folder of images"
        case .notInstalled(let packaged):
            "\(packaged.name) is not installed; it comes with the Debian package \(packaged.debianPackage):"
                + " apt install \(packaged.debianPackage)"
        case .unknownFile(let url):
            "\(url.path): is a file; a dataset is a folder, a table (.csv, .tsv) or an archive of images (.tar, .tar.gz, .zip)"
        case .unreadableFolder(let url, let reason): "\(url.path): cannot be read: \(reason)"
        case .notAFile(let url, let reason): "\(url.path): left out: \(reason)"
        case .noImages(let url):
            "\(url.path): no \(ImageFormat.names) images, no class folders with any, and no labels.csv"
        case .nothingRead(let url, let seen): "\(url.path): no images that are read; \(seen)"
        case .missingShard(let url, let shards): "\(url.path): no such file, one of the pattern's \(shards)"
        case .noSamples(let url, let reason): reason ?? "\(url.path): no images in it, expected NAME.jpg, .png or .webp"
        case .malformed(let url, let message): "\(url.path): \(message)"
        case .noColumn(let name, let file, let columns, let role):
            "\(file.path): no \(role) \"\(name)\", found \(listing(columns))"
        case .tooManyFields(let file, let row, let found, let expected):
            "\(file.path): row \(row) has \(found) fields, expected \(expected); quote a label that holds a comma"
        case .repeatedFile(let path, let file, let rows):
            "\(file.path): \(path) stands in rows \(rows.map(String.init).joined(separator: " and ")), expected once"
        case .allFilesMissing(let table, let count, let first):
            "\(table.path): none of its \(count) files exist, the first is \(first)"
        case .noSuchLabelColumn(let name, let dataset, let columns):
            columns.isEmpty
                ? "\(dataset.path): no label column \"\(name)\": the dataset has no labels"
                : "\(dataset.path): no label column \"\(name)\", found \(listing(columns))"
        case .noSuchSplit(let name, let dataset, let splits):
            splits.isEmpty
                ? "\(dataset.path): no split \"\(name)\": the dataset has no splits"
                : "\(dataset.path): no split \"\(name)\", found \(listing(splits))"
        case .unknownPromptSet(let name, let file, let known):
            "\(file.path): prompts = \"\(name)\" is neither a file beside it nor a template set"
                + (known.isEmpty ? "" : " (\(listing(known)))")
        }
    }
}
