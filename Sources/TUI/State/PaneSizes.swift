/// Where the user moved the rules between panes: shares of the terminal, so that they follow its size. Nil is where the
/// layout would have them.
package struct PaneSizes: Equatable, Sendable {
    /// A rule, named after the pane that it bounds.
    package enum Rule: Sendable { case images, probabilities, prompts }

    enum Step: Sendable {
        case morePrompts, fewerPrompts, widerImages, narrowerImages, widerProbabilities, narrowerProbabilities
        case reset
    }

    /// Of the columns.
    package var images: Double?
    package var probabilities: Double?
    /// Of the rows.
    package var prompts: Double?

    package init() {}
}
