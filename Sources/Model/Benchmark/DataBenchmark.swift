import Foundation

/// What a dataset costs in the explorer, from a key to the screen but for the terminal. Each figure is a median.
package struct DataBenchmark: Sendable, Encodable {
    /// In seconds.
    package struct Seconds: Sendable, Encodable {
        /// Dataset and embeddings opened, the first evaluation, the first list; the model is there already.
        package var start = 0.0
        /// A letter typed in a template, to the new accuracy.
        package var edit = 0.0
        /// Of these, the classification of all images.
        package var scores = 0.0
        /// A letter typed in a template and kept, to the list sorted anew by it.
        package var resort = 0.0
        /// The list sorted, the most wrong first.
        package var sort = 0.0
        /// The list filtered to the misclassified images.
        package var filterWrong = 0.0
        /// A letter typed in a filter by text.
        package var filterText = 0.0
        /// The list filtered to the likely label errors.
        package var labelErrors = 0.0
        /// A letter typed in a text that ranks the images.
        package var search = 0.0
        /// To the next misclassified image.
        package var nextWrong = 0.0
        /// To the next image.
        package var next = 0.0

        package init() {}
    }

    package let subject = "data"
    package let dataset: String
    package let model: String
    package let images: Int
    package let classes: Int
    package let dimension: Int
    package let top1: Double?
    package let repeats: Int
    package let seconds: Seconds
    package let memory: ResidentMemory?

    package init(
        dataset: String, model: String, images: Int, classes: Int, dimension: Int, top1: Double?, repeats: Int,
        seconds: Seconds
    ) {
        self.dataset = dataset
        self.model = model
        self.images = images
        self.classes = classes
        self.dimension = dimension
        self.top1 = top1
        self.repeats = repeats
        self.seconds = seconds
        memory = .current()
    }

    package var text: String {
        func milliseconds(_ seconds: Double) -> String { String(format: "%.1f ms", 1000 * seconds) }
        func megabytes(_ bytes: Int) -> String { "\(bytes >> 20) MB" }
        var rows = [
            ("dataset and embeddings to the first list", milliseconds(seconds.start)),
            ("edited template to the new accuracy", milliseconds(seconds.edit)),
            ("  of these the images' scores", milliseconds(seconds.scores)),
            ("edited template to the list sorted anew", milliseconds(seconds.resort)),
            ("most wrong first", milliseconds(seconds.sort)),
            ("only wrong", milliseconds(seconds.filterWrong)),
            ("a letter in the text filter", milliseconds(seconds.filterText)),
            ("likely label errors", milliseconds(seconds.labelErrors)),
            ("a letter in a search", milliseconds(seconds.search)),
            ("next wrong", milliseconds(seconds.nextWrong)),
            ("next image", milliseconds(seconds.next)),
        ]
        if let memory {
            rows += [
                ("peak memory", megabytes(memory.peak)), ("its own now", megabytes(memory.anonymous)),
                ("of files now", megabytes(memory.file)),
            ]
        }
        let width = rows.map(\.0.count).max() ?? 0
        let accuracy = top1.map { String(format: ", top-1 %.2f%%", 100 * $0) } ?? ""
        let head =
            "data: \(dataset), \(images) images, \(classes) classes, width \(dimension)\(accuracy), medians of \(repeats)\n"
        return head + rows.map { "\($0.padding(toLength: width, withPad: " ", startingAt: 0))  \($1)\n" }.joined()
    }
}
