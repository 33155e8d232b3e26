import Foundation

/// Tables in MATLAB's files beside images, as text that `SideTable` reads: Flowers-102's imagelabels.mat (Nilsback and
/// Zisserman 2008) and the annotations of Stanford Cars (Krause et al. 2013).
struct MATTable {
    /// Rows of file, label and split.
    let text: String

    private static let largest = 1 << 28

    /// Nil for a file that has neither.
    /// - Throws: `MATFile.Failure`, and what reading files throws.
    init?(_ path: FilePath, in place: DatasetPlace) throws {
        let files = place.files
        let base = path.text.split(separator: "/").last.map(String.init) ?? ""
        guard base == "imagelabels.mat" || base.hasSuffix("annos.mat") || base.hasSuffix("annos_withlabels.mat"),
            let size = files.size(path), size <= Self.largest
        else { return nil }
        let mat = try Self.file(path, in: files)
        let rows =
            base == "imagelabels.mat"
            ? try Self.flowers(mat, path, in: place) : try Self.cars(mat, named: base, path, in: files)
        guard let rows else { return nil }
        text =
            "file,label,split\n"
            + rows.map { row in
                row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",") + "\n"
            }.joined()
    }

    private static func file(_ path: FilePath, in files: DatasetFiles) throws -> MATFile {
        let bytes = [UInt8](try files.contents(path))
        return try MATFile(size: bytes.count) { offset, count in
            guard offset >= 0, count >= 0, offset <= bytes.count - count else { throw MATFile.Failure.notWhole }
            return Array(bytes[offset..<offset + count])
        }
    }

    /// A file in the same folder.
    private static func sibling(_ name: String, of path: FilePath) -> FilePath {
        FilePath(text: (path.text.split(separator: "/").dropLast() + [name[...]]).joined(separator: "/"))
    }

    /// labels has a number from 1 on for each of jpg/image_00001.jpg and so on; setid.mat lists the splits.
    private static func flowers(_ mat: MATFile, _ path: FilePath, in place: DatasetPlace) throws -> [[String]]? {
        let files = place.files
        guard let variable = mat["labels"], let labels = try mat.value(of: variable).integers else { return nil }
        var splits = [String](repeating: "", count: labels.count)
        let file = sibling("setid.mat", of: path)
        if let size = files.size(file), size <= largest {
            let sets = try Self.file(file, in: files)
            for (name, split) in [("trnid", "train"), ("valid", "val"), ("tstid", "test")] {
                guard let found = sets[name], let numbers = try sets.value(of: found).integers else { continue }
                for number in numbers where labels.indices.contains(number - 1) { splits[number - 1] = split }
            }
        }
        let names = try place.known(numbers: labels.map { $0 - 1 }, folders: ["flowers"])?.classes ?? []
        return labels.enumerated().map { index, label in
            let name = names.indices.contains(label - 1) ? names[label - 1] : String(label)
            return ["image_" + (index + 1).padded(to: 99_999) + ".jpg", name, splits[index]]
        }
    }

    /// annotations has a structure an image: relative_im_path, class and test, or fname and class; class_names stands
    /// beside it, or in cars_meta.mat.
    private static func cars(
        _ mat: MATFile, named base: String, _ path: FilePath, in files: DatasetFiles
    ) throws -> [[String]]? {
        guard let variable = mat["annotations"],
            case .structures(let fields, let values) = try mat.value(of: variable),
            let file = fields.firstIndex(of: "relative_im_path") ?? fields.firstIndex(of: "fname"),
            let label = fields.firstIndex(of: "class")
        else { return nil }
        let test = fields.firstIndex(of: "test")
        let names = try names(in: mat) ?? meta(beside: path, in: files)
        // cars_train_annos.mat speaks of cars_train.
        let folder =
            fields[file] == "fname" && base.hasPrefix("cars_")
            ? base.split(separator: "_").prefix(2).joined(separator: "_") + "/" : ""
        let split = SplitName.spoken(in: base) ?? ""
        return values.compactMap { row in
            guard let name = row[file].text, let number = row[label].number else { return nil }
            let own = test.flatMap { row[$0].number }.map { $0 == 0 ? "train" : "test" } ?? split
            let known = names.flatMap { $0.indices.contains(number - 1) ? $0[number - 1] : nil }
            return [folder + name, known ?? String(number), own]
        }
    }

    private static func names(in mat: MATFile) throws -> [String]? {
        guard let variable = mat["class_names"], let cells = try mat.value(of: variable).cells else { return nil }
        return cells.map { $0.text ?? "" }
    }

    private static func meta(beside path: FilePath, in files: DatasetFiles) throws -> [String]? {
        for file in [sibling("cars_meta.mat", of: path), FilePath("devkit/cars_meta.mat")] {
            guard let size = files.size(file), size <= largest else { continue }
            if let names = try names(in: Self.file(file, in: files)) { return names }
        }
        return nil
    }
}
