/// What is meant where a report says probability.
package enum ProbabilityKind: String, Sendable, Encodable {
    /// softmax(logit scale * cosine) over the classes: they share 1.
    case softmax
}
