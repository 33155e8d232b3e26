import Foundation

/// How long something takes: measured several times, told by its median.
package struct Benchmark: Sendable, Encodable {
    /// A step on the way, told by its median as well.
    package struct Part: Sendable, Encodable {
        package let name: String
        package let seconds: Double

        /// - Parameter times: seconds of each repeat, at least one.
        package init(_ name: String, _ times: [Double]) {
            (self.name, seconds) = (name, Benchmark.median(times))
        }
    }

    /// "text", "images", "tensors", "edit", "start".
    package let subject: String
    /// Median of the repeats.
    package let seconds: Double
    package let repeats: Int
    package let fastest: Double
    package let slowest: Double
    /// What one repeat handles: "prompts" or "images", and how many.
    package let unit: String
    package let count: Int
    package let perSecond: Double
    package let model: String
    package let dataset: String?
    /// Empty where nothing is told apart.
    package let parts: [Part]
    /// At the end; nil where the kernel does not tell.
    package let memory: ResidentMemory?

    /// - Parameter times: seconds of each repeat, at least one.
    package init(
        _ subject: String, times: [Double], unit: String, count: Int, model: String, dataset: String? = nil,
        parts: [Part] = []
    ) {
        precondition(!times.isEmpty, "nothing was measured")
        self.subject = subject
        seconds = Self.median(times)
        repeats = times.count
        fastest = times.min() ?? 0
        slowest = times.max() ?? 0
        self.unit = unit
        self.count = count
        perSecond = Double(count) / seconds
        self.model = model
        self.dataset = dataset
        self.parts = parts
        memory = .current()
    }

    /// Seconds of each of `repeats` runs of `body`, which gets the number of the run.
    package static func times(_ repeats: Int, _ body: (Int) throws -> Void) rethrows -> [Double] {
        try (0..<repeats).map { run in
            let begin = ContinuousClock.now
            try body(run)
            return (ContinuousClock.now - begin) / .seconds(1)
        }
    }

    package static func median(_ times: [Double]) -> Double {
        let sorted = times.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    package var text: String {
        func duration(_ seconds: Double) -> String {
            seconds < 10 ? String(format: "%.1f ms", 1000 * seconds) : String(format: "%.1f s", seconds)
        }
        let spread = repeats == 1 ? "once" : "median of \(repeats), \(duration(fastest)) to \(duration(slowest))"
        let width = parts.map(\.name.count).max() ?? 0
        return "\(subject): \(duration(seconds)) (\(spread)), \(count) \(unit), "
            + String(format: "%.1f", perSecond) + " \(unit)/s\n"
            + parts.map {
                "  \($0.name.padding(toLength: width, withPad: " ", startingAt: 0))  \(duration($0.seconds))\n"
            }.joined()
    }
}
