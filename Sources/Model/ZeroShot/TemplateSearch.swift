import Synchronization

/// Runs a `TemplateSelection`.
package struct TemplateSearch: Sendable {
    package enum Event: Sendable {
        /// Ensembles tried, of all that there will be.
        case tried(Int, of: Int)
        /// A step was decided.
        case step(TemplateSelection.Step)
    }

    private let sums: TemplateSums
    /// What the choice is compared with.
    private let baseline: [Int]
    private let choosing: EvaluatedImages
    private let reporting: EvaluatedImages

    /// - Parameter baseline: the ensemble that the choice is compared with; by default all templates.
    package init(_ sums: TemplateSums, images: EvaluatedImages, halves: StratifiedHalves, baseline: [Int]? = nil) {
        precondition(sums.count > 0 && baseline?.isEmpty != true, "a selection of no templates")
        self.sums = sums
        self.baseline = baseline ?? Array(0..<sums.count)
        choosing = images.selecting(halves.choosing)
        reporting = images.selecting(halves.reporting)
    }

    /// - Parameters:
    ///   - count: templates of the ensemble to end with, by default the best found on the way from one template to
    ///     all, or back. Does not matter to `single`.
    ///   - report: called from several threads.
    /// - Throws: `CancellationError` soon after `isCancelled` turns true.
    package func run(
        _ method: TemplateSelection.Method, count: Int? = nil, report: @Sendable (Event) -> Void = { _ in },
        isCancelled: @Sendable () -> Bool = { false }
    ) throws -> TemplateSelection {
        let whole = try step(nil, baseline, isCancelled)
        let all = method == .backward ? try step(nil, Array(0..<sums.count), isCancelled) : whole
        let steps: [TemplateSelection.Step]
        switch method {
        case .forward: steps = try forward(to: min(count ?? sums.count, sums.count), report, isCancelled)
        case .backward: steps = try backward(from: all, to: max(1, count ?? 1), report, isCancelled)
        case .single: steps = try singles(report, isCancelled)
        }
        let candidates = method == .backward ? [all] + steps : steps
        let best =
            count != nil && method != .single
            ? candidates.last!
            : candidates.max { ($0.chosenOn, -$0.templates.count) < ($1.chosenOn, -$1.templates.count) }!
        let (a, b) = (
            try reporting.predictions(sums.weights(of: whole.templates), isCancelled: isCancelled),
            try reporting.predictions(sums.weights(of: best.templates), isCancelled: isCancelled)
        )
        let right = zip(reporting.labels, zip(a, b)).map { ($0 == $1.0, $0 == $1.1) }
        return TemplateSelection(
            method: method, steps: steps, whole: whole, best: best,
            mcNemar: McNemar(onlyA: right.count { $0 && !$1 }, onlyB: right.count { !$0 && $1 }))
    }

    private func forward(
        to count: Int, _ report: @Sendable (Event) -> Void, _ isCancelled: @Sendable () -> Bool
    ) throws -> [TemplateSelection.Step] {
        let total = (0..<count).reduce(0) { $0 + sums.count - $1 }
        var (tried, kept, steps) = (0, [Int](), [TemplateSelection.Step]())
        while kept.count < count {
            let candidates = (0..<sums.count).filter { !kept.contains($0) }
            let ensembles = candidates.map { (kept + [$0]).sorted() }
            let best = try strongest(of: ensembles, tried: &tried, of: total, report, isCancelled)
            kept = ensembles[best]
            steps.append(try step(candidates[best], kept, isCancelled))
            report(.step(steps[steps.count - 1]))
        }
        return steps
    }

    private func backward(
        from all: TemplateSelection.Step, to count: Int, _ report: @Sendable (Event) -> Void,
        _ isCancelled: @Sendable () -> Bool
    ) throws -> [TemplateSelection.Step] {
        let total = stride(from: sums.count, to: count, by: -1).reduce(0, +)
        var (tried, kept, steps) = (0, all.templates, [TemplateSelection.Step]())
        while kept.count > count {
            let ensembles = kept.map { left in kept.filter { $0 != left } }
            let best = try strongest(of: ensembles, tried: &tried, of: total, report, isCancelled)
            steps.append(try step(kept[best], ensembles[best], isCancelled))
            kept = ensembles[best]
            report(.step(steps[steps.count - 1]))
        }
        return steps
    }

    private func singles(
        _ report: @Sendable (Event) -> Void, _ isCancelled: @Sendable () -> Bool
    ) throws -> [TemplateSelection.Step] {
        let tried = Atomic(0)
        return try concurrently(sums.count) { template in
            let own = try step(template, [template], isCancelled)
            report(.tried(tried.add(1, ordering: .relaxed).newValue, of: sums.count))
            report(.step(own))
            return own
        }.sorted { ($1.chosenOn, $0.templates[0]) < ($0.chosenOn, $1.templates[0]) }
    }

    /// The place of the ensemble that gets most images right, the first among equals.
    private func strongest(
        of ensembles: [[Int]], tried: inout Int, of total: Int, _ report: @Sendable (Event) -> Void,
        _ isCancelled: @Sendable () -> Bool
    ) throws -> Int {
        let before = tried
        let done = Atomic(0)
        let right = try concurrently(ensembles.count) { place in
            let predictions = try choosing.predictions(sums.weights(of: ensembles[place]), isCancelled: isCancelled)
            report(.tried(before + done.add(1, ordering: .relaxed).newValue, of: total))
            return choosing.right(predictions)
        }
        tried += ensembles.count
        return right.indices.max { (right[$0], $1) < (right[$1], $0) }!
    }

    private func step(
        _ template: Int?, _ templates: [Int], _ isCancelled: @Sendable () -> Bool
    ) throws -> TemplateSelection.Step {
        let weights = sums.weights(of: templates)
        return TemplateSelection.Step(
            template: template, templates: templates,
            chosenOn: choosing.accuracy(try choosing.predictions(weights, isCancelled: isCancelled)),
            reported: reporting.accuracy(try reporting.predictions(weights, isCancelled: isCancelled)))
    }
}
