import Foundation

/// Annotations in JSON where each image has one class, as rows of a table: COCO's (images, annotations, categories),
/// FiftyOne's samples (filepath, a field with a label) and FiftyOne's classification (classes, labels).
struct AnnotationFile {
    /// An image's path, or the end of it, and its class; nil where it has several.
    private(set) var rows: [(file: String, label: String?)] = []

    /// Files of boxes of objects may be larger: they are not looked into.
    static let longest = 1 << 29

    private struct Annotation {
        var image = ""
        var category = ""
    }

    /// - Throws: `JSONReader.Fault` where it is no whole JSON object.
    init(_ data: Data) throws {
        var images: [(id: String, file: String)] = []
        var categories: [String: String] = [:]
        var annotations: [Annotation] = []
        var classes: [String] = []
        var labels: [(String, String)] = []
        var reader = JSONReader(Array(data))
        try reader.object { reader, key in
            switch reader.text(key) {
            case "images" where reader.isNext("["):
                try Self.objects(&reader) { fields in
                    if let id = fields["id"], let file = fields["file_name"] { images.append((id, file)) }
                }
            case "categories" where reader.isNext("["):
                try Self.objects(&reader) { fields in
                    if let id = fields["id"], let name = fields["name"] { categories[id] = name }
                }
            case "annotations" where reader.isNext("["):
                try Self.objects(&reader) { fields in
                    annotations.append(
                        Annotation(image: fields["image_id"] ?? "", category: fields["category_id"] ?? ""))
                }
            case "samples" where reader.isNext("["):
                try Self.objects(&reader) { fields in
                    if let file = fields["filepath"] { rows.append((file, fields["label"])) }
                }
            case "classes" where reader.isNext("["):
                try reader.array { reader in try reader.word().map { classes.append($0) } }
            case "labels" where reader.isNext("{"):
                try reader.object { reader, key in
                    let file = reader.text(key)
                    if let word = try reader.word() { labels.append((file, word)) }
                }
            default: try reader.skipValue()
            }
        }
        var classOf: [String: String?] = [:]
        for annotation in annotations {
            let name = categories[annotation.category]
            classOf[annotation.image] = classOf[annotation.image].map { $0 == name ? name : nil } ?? name
        }
        rows += images.map { ($0.file, classOf[$0.id] ?? nil) }
        rows += labels.map { file, label in
            (file, Int(label).flatMap { classes.indices.contains($0) ? classes[$0] : nil } ?? label)
        }
        // Several objects in most images: those are no classes of images.
        if 2 * rows.count(where: { $0.label != nil }) < rows.count { rows = [] }
    }

    /// Calls `body` with the words of each object of an array, and with the label of the object in it that has one.
    private static func objects(_ reader: inout JSONReader, _ body: ([String: String]) throws -> Void) throws {
        try reader.array { reader in
            var fields: [String: String] = [:]
            try reader.object { reader, key in
                let key = reader.text(key)
                if reader.isNext("{") {
                    try reader.object { reader, inner in
                        let isLabel = reader.text(inner) == "label"
                        if let word = try reader.word(), isLabel, fields["label"] == nil { fields["label"] = word }
                    }
                } else if let word = try reader.word() {
                    fields[key] = word
                }
            }
            try body(fields)
        }
    }
}
