/// An ensemble's class weights on their way: the sum over the templates done so far.
struct Ensemble {
    private var total: Matrix  // [classes, dimension]
    /// How often each template stands in it.
    private let counts: [PromptTemplate: Int]
    private(set) var missing: [PromptTemplate]
    private(set) var done = 0
    let count: Int

    init(_ templates: [PromptTemplate], classes: Int, dimension: Int) {
        total = Matrix(rows: classes, columns: dimension)
        counts = Dictionary(templates.map { ($0, 1) }, uniquingKeysWith: +)
        count = templates.count
        var seen = Set<PromptTemplate>()
        missing = templates.filter { seen.insert($0).inserted }
    }

    /// - Parameter known: says the sums of templates that were embedded before.
    mutating func add(known: (PromptTemplate) -> Matrix?) {
        for template in missing {
            if let sum = known(template) { add(sum, of: template) }
        }
    }

    mutating func add(_ sum: Matrix, of template: PromptTemplate) {
        let times = counts[template] ?? 0
        for _ in 0..<times { total.add(sum) }
        done += times
        missing.removeAll { $0 == template }
    }

    /// - Parameter choice: whose hidden classes have no row; nil for all classes.
    func weights(of choice: ClassChoice? = nil) -> ClassWeights {
        ClassWeights(sum: choice.map(total.offered(by:)) ?? total)
    }
}

extension Matrix {
    /// The rows of the classes that can be chosen.
    package func offered(by choice: ClassChoice) -> Matrix {
        choice.hidesNothing ? self : selecting(choice.offered)
    }
}

extension TemplateEmbeddings {
    /// The weights of `labels` under the templates of `set` that are on; nil when none is.
    /// - Throws: `CancellationError`; what was known before stays known.
    package func classWeights(
        _ set: PromptSet, labels: [String], isCancelled: @Sendable () -> Bool = { false }
    ) throws -> ClassWeights? {
        guard !set.active.isEmpty else { return nil }
        let names = labels.map(set.names(of:))
        var ensemble = Ensemble(set.active, classes: labels.count, dimension: dimension)
        ensemble.add { sum($0, names) }
        let missing = ensemble.missing
        for (template, sum) in zip(missing, try embed(missing, names, isCancelled: isCancelled)) {
            ensemble.add(sum, of: template)
        }
        return ensemble.weights()
    }

    /// The classifier of `labels`.
    /// - Throws: `PromptSet.Failure.nothingIsOn`, `CancellationError`
    package func classifier(_ set: PromptSet, labels: [String]) throws -> ZeroShotClassifier {
        guard let weights = try classWeights(set, labels: labels) else {
            throw PromptSet.Failure.nothingIsOn(name: set.name)
        }
        return ZeroShotClassifier(weights: weights, logitScale: logitScale, logitBias: logitBias)
    }

    /// The sums of all these templates, embedding those that are not known yet one after the other.
    /// - Parameter progress: called with the templates done, for each that was embedded.
    /// - Throws: `CancellationError`; what was known before stays known.
    package func sums(
        _ templates: [PromptTemplate], _ names: Names, progress: (Int) -> Void,
        isCancelled: @Sendable () -> Bool = { false }
    ) throws -> TemplateSums {
        TemplateSums(
            sums: try templates.enumerated().map { done, template in
                if let known = sum(template, names) { return known }
                let sum = try embed([template], names, isCancelled: isCancelled)[0]
                progress(done + 1)
                return sum
            })
    }
}
