import Model

extension State {
    /// Of the class under the cursor.
    var selectedFigures: ConfusionMatrix.PerClass? {
        guard let selected = classTable.selected, let rows = classTable.inquiry.answer?.figures?.rows,
            rows.indices.contains(selected)
        else { return nil }
        return rows[selected]
    }

    mutating func reverseClasses() {
        classTable.isDescending.toggle()
        relistClasses()
    }

    mutating func markClass() {
        guard let selected = classTable.selected else { return }
        classTable.marked.formSymmetricDifference([selected])
    }

    mutating func openClass(_ role: Browse.ClassRole, _ verdict: Browse.Verdict?) {
        var filter = Browse.Filter()
        (filter[role], filter.verdict) = (classTable.selected, verdict)
        showImages(filter)
    }

    mutating func sortClasses(step: Int) {
        let columns = ClassTable.Column.allCases
        let index = columns.firstIndex(of: classTable.column)! + step
        sortClasses(by: columns[(index + columns.count) % columns.count])
    }

    /// By the same column again: the other way round.
    mutating func sortClasses(by column: ClassTable.Column) {
        classTable.isDescending = column == classTable.column ? !classTable.isDescending : column.isDescendingFirst
        classTable.column = column
        relistClasses()
    }

    /// The figures that the evaluation on the screen calls for.
    mutating func newClassFigures() -> [Work] {
        guard let current = scores.current, current.request.labelling?.name == labelling?.name else {
            classTable.inquiry.forget()
            (classTable.order, classTable.marked) = ([], [])
            return []
        }
        if classTable.isUnsorted, prompting.edit == nil { relistClasses() }
        let baseline = scores.baseline?.request.labelling?.name == labelling?.name ? scores.baseline : nil
        let request = classTable.inquiry.ask(ClassTable.Question(current: current, baseline: baseline))
        return request.map { [.ask(ClassFiguresQuestion.self, $0)] } ?? []
    }

    mutating func receive(_ answer: ClassTable.Answer, generation: Int) {
        guard classTable.inquiry.receive(answer, generation: generation) else { return }
        // While typing the numbers change and the rows stay.
        classTable.isUnsorted = true
        if prompting.edit == nil || classTable.order.count != answer.choice?.offered.count { relistClasses() }
    }

    private mutating func relistClasses() {
        classTable.sort()
        moveClass(by: 0)
    }

    mutating func moveClass(by step: Int) {
        classTable.position.move(
            to: classTable.position.cursor + step, count: classTable.order.count, height: ClassesPage.height(self))
    }
}

/// The figures of every class.
enum ClassFiguresQuestion: BackgroundQuestion {
    static let name = "classes"

    static func answer(
        _ question: ClassTable.Question, bench: Workbench?, isStale: @escaping @Sendable () -> Bool,
        post: @escaping @Sendable (ClassTable.Answer) -> Void
    ) throws {
        post(ClassTable.Answer(question))
    }

    static func receive(_ answer: ClassTable.Answer, generation: Int, _ state: inout State) {
        state.receive(answer, generation: generation)
    }
}
