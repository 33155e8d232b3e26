/// A search for a better ensemble among the templates of a set. Choices are made by the accuracy on one half of the
/// images; every step also tells the accuracy on the other half, which no choice looked at. Templates are in or out:
/// nothing is weighted.
package struct TemplateSelection: Sendable, Equatable {
    package enum Method: String, CaseIterable, Sendable {
        /// From nothing, add the template that helps most (as OpenAI found its 7 of 80).
        case forward
        /// From all templates, leave out the one that is missed least.
        case backward
        /// Each template by itself.
        case single
    }

    package struct Step: Sendable, Equatable {
        /// The template that was added, left out, or is alone; nil for the whole set.
        package let template: Int?
        /// The ensemble after the step, ascending.
        package let templates: [Int]
        /// Accuracy on the half that was chosen on: too good to be true.
        package let chosenOn: Double
        /// Accuracy on the other half: the one to report.
        package let reported: Double
    }

    package let method: Method
    /// In order; single templates with the best first.
    package let steps: [Step]
    /// What the choice is compared with: all templates of the set, or those that are on.
    package let whole: Step
    /// The step of the highest accuracy where the choice was made; the fewest templates among equals.
    package let best: Step
    /// The best step (B) against the whole (A), on the half that is reported.
    package let mcNemar: McNemar
}
