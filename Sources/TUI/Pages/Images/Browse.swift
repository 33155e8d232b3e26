import Model

/// Which images are listed, in which order, and which one is selected.
package struct Browse: Equatable, Sendable {
    package enum Order: String, CaseIterable, Sendable {
        case dataset = "dataset order"
        case loss = "most wrong"
        case margin = "small margin"
        case confidence = "low confidence"
        case entropy = "most ambiguous"
        case label
        case name = "file name"
        /// To what is searched.
        case similarity = "nearest first"
    }

    /// What the images are ranked by their likeness to, and where that leads back to.
    package struct Search: Equatable, Sendable {
        package var subject: Similarity.Subject
        let order: Order
        let selected: Int?
    }

    package var filter = Filter()
    package var order = Order.dataset
    package var search: Search?
    /// The images listed, in order.
    package private(set) var rows = ImageRows()
    /// An index of the dataset's images; nil where none is listed.
    package private(set) var selected: Int?
    /// The row of `selected`.
    package private(set) var selectedRow: Int?
    /// The row at the top of the list.
    package var top = 0

    /// The selected image stays selected, and where it is on the screen, as long as it is listed.
    mutating func list(_ rows: ImageRows) {
        let before = selectedRow.map { $0 - top }
        self.rows = rows
        select(row: selected.flatMap(rows.firstIndex) ?? 0)
        if let selectedRow { top = selectedRow - (before ?? 0) }
    }

    /// The image that is selected once the list is made.
    mutating func begin(at image: Int?) {
        selected = image
    }

    /// The nearest row that there is.
    mutating func select(row: Int) {
        selectedRow = rows.isEmpty ? nil : min(max(0, row), rows.count - 1)
        selected = selectedRow.map { rows[$0] }
    }
}

extension Browse {
    package enum Verdict: String, Sendable { case wrong, right }

    package enum ClassRole: String, CaseIterable, Sendable {
        case truth = "true class"
        case predicted = "predicted as"
    }

    /// What the images listed have in common; all of it holds for each.
    package struct Filter: Equatable, Sendable {
        package var verdict: Verdict?
        /// The last edit turned them right or wrong.
        package var isFlipped = false
        /// The true class, and the predicted one.
        package var label: Int?
        package var predicted: Int?
        /// Of the prediction.
        package var probability: ProbabilityRange?
        /// Who is right, of the compare page's A and the prompts under work, B.
        package var agreement: SetComparison.Agreed?
        /// Under B, and under A where there is one.
        package var isLikelyMislabelled = false
        package var remark: Remarks.Kind?
        /// Words; see `FilterWords`.
        package var text = ""
        /// No others; not kept from session to session.
        package var chosen: ChosenImages?

        package var isEmpty: Bool { self == Filter() }

        /// A's answers are asked for.
        var needsReference: Bool { agreement != nil || isLikelyMislabelled }

        subscript(role: ClassRole) -> Int? {
            get { role == .truth ? label : predicted }
            set { if role == .truth { label = newValue } else { predicted = newValue } }
        }
    }
}

extension Browse.Filter {
    /// Classes by their names, so that it can be kept.
    func described(classes: [String]) -> [String: String] {
        var words: [String: String] = [:]
        words["verdict"] = verdict?.rawValue
        if let label, classes.indices.contains(label) { words["class"] = classes[label] }
        if let predicted, classes.indices.contains(predicted) { words["predicted"] = classes[predicted] }
        words["probability"] = probability?.text
        words["likely"] = isLikelyMislabelled ? "label errors" : nil
        words["remark"] = remark?.rawValue
        if !text.isEmpty { words["text"] = text }
        return words
    }

    /// What does not exist any more is left out; so is what an edit flipped, for the edit is over.
    init(_ words: [String: String], classes: [String]) {
        self.init()
        if !classes.isEmpty {
            verdict = words["verdict"].flatMap(Browse.Verdict.init(rawValue:))
            probability = words["probability"].flatMap(ProbabilityRange.init)
            isLikelyMislabelled = words["likely"] == "label errors"
        }
        label = words["class"].flatMap { classes.firstIndex(of: $0) }
        predicted = words["predicted"].flatMap { classes.firstIndex(of: $0) }
        remark = words["remark"].flatMap(Remarks.Kind.init(rawValue:))
        text = words["text"] ?? ""
    }
}
