/// What stands around the tokens of a text (tokenizers/src/processors/template.rs).
struct TokenTemplate: Sendable, Equatable {
    var before: [Int] = []
    var after: [Int] = []

    var count: Int { before.count + after.count }
}
