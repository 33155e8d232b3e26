/// What the embedded model is for, and how to get a real one: said where it does badly.
package enum ModelAdvice {
    /// The model that the README's examples use.
    package static let example = "openai/clip-vit-base-patch32"
    /// Below this share of right images.
    static let low = 0.5

    /// One line; nil for another model, and where the embedded one does well or nothing is known.
    /// - Parameter isEmbedded: the figure is the embedded model's.
    package static func line(isEmbedded: Bool, top1: Double?) -> String? {
        guard isEmbedded, isLow(top1) else { return nil }
        return "the embedded model is a small one to try prompts with; "
            + "for figures that count: clipscope pull \(example), then --model \(example)"
    }

    /// The same for the top of the screen.
    package static func notice(isEmbedded: Bool, top1: Double?, columns: Int) -> String? {
        guard isEmbedded, isLow(top1) else { return nil }
        return columns < 110
            ? "a small model; see clipscope pull"
            : "embedded is a small model to try prompts with; clipscope pull gets a real one"
    }

    private static func isLow(_ top1: Double?) -> Bool { top1.map { $0 < low } ?? false }
}
