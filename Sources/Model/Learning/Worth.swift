import Foundation

/// "These prompts are worth 7.4 labelled images a class": where the curve of the probe reaches the prompts' accuracy, on a
/// logarithmic scale between the levels that were tried.
package struct Worth: Sendable, Equatable {
    /// Minus infinity where the fewest images are better, infinity where the most are not so good.
    package let images: Double
    /// At 95 %.
    package let interval: ClosedRange<Double>
    /// What was tried.
    package let least: Double
    package let most: Double

    /// - Parameters:
    ///   - images: a class, ascending.
    ///   - accuracies: one for each of them.
    package static func crossing(_ images: [Double], _ accuracies: [Double], _ target: Double) -> Double {
        guard let first = accuracies.firstIndex(where: { $0 >= target }) else { return .infinity }
        guard first > 0 else { return accuracies[0] == target ? images[0] : -.infinity }
        let share = (target - accuracies[first - 1]) / (accuracies[first] - accuracies[first - 1])
        return exp(log(images[first - 1]) + share * (log(images[first]) - log(images[first - 1])))
    }

    /// "7.4", "fewer than 1", "more than 16"
    package func words(_ images: Double) -> String {
        if images == -.infinity { return "fewer than " + Self.number(least) }
        return images == .infinity ? "more than " + Self.number(most) : Self.number(images)
    }

    private static func number(_ images: Double) -> String {
        images == images.rounded() ? String(format: "%.0f", images) : String(format: "%.1f", images)
    }

    /// For people.
    package var sentence: String {
        let (from, to) = (words(interval.lowerBound), words(interval.upperBound))
        let range = from == to ? from : "\(from) to \(to)"
        return "These prompts are worth \(words(images)) labelled images a class (95 %: \(range))."
    }
}
