/// What single templates do for an ensemble: how good each is alone, and what changes if it is left out of the ensemble,
/// or put into it. Each template is asked for by itself, so that a list of them fills up one by one.
package struct TemplateContributions: Sendable {
    package struct Contribution: Sendable, Equatable {
        /// Its place in the set.
        package let template: Int
        package let isOn: Bool
        /// Accuracy of the template by itself, a share of 1.
        package let alone: Double
        /// What it brings to the ensemble: the log loss without it less that with it, in nats. Positive where it helps, also
        /// where accuracy ties; nil as `switched`.
        package let helps: Double?
        /// What happens if it is switched over; nil for the only one that is on.
        package let switched: Switched?
    }

    package struct Switched: Sendable, Equatable {
        /// Accuracy of the ensemble without it where it is on, with it where it is off.
        package let accuracy: Double
        /// That less the accuracy of the ensemble as it is.
        package let change: Double
        /// Images that are then classified as another class.
        package let flips: Int
        /// Images that become right, and that become wrong.
        package let gained: Int
        package let lost: Int
    }

    private let sums: TemplateSums
    private let isOn: [Bool]
    private let images: EvaluatedImages
    private let logitScale: Float
    /// Of the ensemble as it is; nil where no template is on.
    private let whole: (predictions: [Int32], logLoss: Double)?

    /// - Parameter isOn: one a template of `sums`.
    /// - Throws: `CancellationError`
    package init(
        _ sums: TemplateSums, isOn: [Bool], images: EvaluatedImages, logitScale: Float,
        isCancelled: @Sendable () -> Bool = { false }
    ) throws {
        precondition(sums.count == isOn.count, "\(isOn.count) switches for \(sums.count) templates")
        (self.sums, self.isOn, self.images, self.logitScale) = (sums, isOn, images, logitScale)
        let active = isOn.indices.filter { isOn[$0] }
        whole =
            active.isEmpty
            ? nil : try images.evaluation(sums.weights(of: active), logitScale: logitScale, isCancelled: isCancelled)
    }

    /// Of the ensemble; nil where no template is on.
    package var accuracy: Double? { whole.map { images.accuracy($0.predictions) } }
    /// Of the ensemble, in nats.
    package var logLoss: Double? { whole?.logLoss }

    /// - Throws: `CancellationError` soon after `isCancelled` turns true.
    package func contribution(
        of template: Int, isCancelled: @Sendable () -> Bool = { false }
    ) throws -> Contribution {
        let own = try images.predictions(sums.weights(of: [template]), isCancelled: isCancelled)
        let others = isOn.indices.filter { isOn[$0] != ($0 == template) }
        var (switched, helps): (Switched?, Double?) = (nil, nil)
        if let whole, !others.isEmpty {
            let after = try images.evaluation(
                sums.weights(of: others), logitScale: logitScale, isCancelled: isCancelled)
            switched = change(from: whole.predictions, to: after.predictions)
            helps = isOn[template] ? after.logLoss - whole.logLoss : whole.logLoss - after.logLoss
        }
        return Contribution(
            template: template, isOn: isOn[template], alone: images.accuracy(own), helps: helps, switched: switched)
    }

    /// Of every template, several at a time.
    /// - Parameter found: called for each as it is done, from several threads and in no order.
    /// - Returns: in the order of the set.
    /// - Throws: `CancellationError`
    package func all(
        found: @Sendable (Contribution) -> Void = { _ in }, isCancelled: @Sendable () -> Bool = { false }
    ) throws -> [Contribution] {
        try concurrently(sums.count) { template in
            let contribution = try contribution(of: template, isCancelled: isCancelled)
            found(contribution)
            return contribution
        }
    }

    private func change(from before: [Int32], to after: [Int32]) -> Switched {
        var (flips, gained, lost) = (0, 0, 0)
        for place in before.indices where before[place] != after[place] {
            flips += 1
            gained += after[place] == images.labels[place] ? 1 : 0
            lost += before[place] == images.labels[place] ? 1 : 0
        }
        let accuracy = images.accuracy(after)
        return Switched(
            accuracy: accuracy, change: accuracy - images.accuracy(before), flips: flips, gained: gained, lost: lost)
    }
}
