/// How often images of each class are classified as each other class.
struct ConfusionCounts {
    private let classes: Int
    /// Of each class.
    private(set) var images: [Int]
    private(set) var right: [Int]
    /// [label, predicted]; empty where there are too many classes for a table.
    private var table: [Int32]
    /// label * classes + predicted of each misclassified image, where there is no table.
    private var mistakes: [Int] = []

    /// Classes of the largest table, 4 MB.
    private static let tableLimit = 1024

    init(classes: Int) {
        self.classes = classes
        images = Array(repeating: 0, count: classes)
        right = images
        table = classes > Self.tableLimit ? [] : Array(repeating: 0, count: classes * classes)
    }

    mutating func add(_ label: Int, predicted: Int) {
        images[label] += 1
        if label == predicted {
            right[label] += 1
        } else if table.isEmpty {
            mistakes.append(label * classes + predicted)
        } else {
            table[label * classes + predicted] += 1
        }
    }

    /// For each class the other one that most of its images go to, of equal ones the first; nil where none does.
    var mostConfusedWith: [Int?] {
        var best = [(other: Int?, count: Int)](repeating: (nil, 0), count: classes)
        for (cell, count) in counts where count > best[cell / classes].count {
            best[cell / classes] = (cell % classes, count)
        }
        return best.map(\.other)
    }

    /// Cells of the table that count something, in their order.
    private var counts: [(cell: Int, count: Int)] {
        if !table.isEmpty { return table.enumerated().lazy.filter { $1 > 0 }.map { ($0, Int($1)) } }
        var counts: [(cell: Int, count: Int)] = []
        for cell in mistakes.sorted() {
            if counts.last?.cell == cell { counts[counts.count - 1].count += 1 } else { counts.append((cell, 1)) }
        }
        return counts
    }
}
