import Foundation
import Model

/// What each template contributes to the class weights: an edit costs only the template that it changed.
struct TemplateEmbeddings {
    /// Prompts to normalised embeddings, [prompts, dimension].
    typealias Encode = @Sendable (_ prompts: [String], _ isCancelled: @Sendable () -> Bool) throws -> Matrix

    /// The names of every class; a template's contribution rests on them.
    typealias Names = [[String]]

    private struct Key: Hashable {
        let template: PromptTemplate
        let names: Int
    }

    private let dimension: Int
    private let encode: Encode
    private var numberOfNames: [Names: Int] = [:]
    private var sums = RecentlyUsed<Key, Matrix>(limit: Self.limit)

    /// Of floats: a quarter of a gigabyte.
    private static let limit = 64 << 20

    init(dimension: Int, encode: @escaping Encode) {
        self.dimension = dimension
        self.encode = encode
    }

    /// For each class the sum of the normalised embeddings of its prompts, [classes, dimension]; nil for a template
    /// that was not embedded yet, or was forgotten.
    mutating func sum(_ template: PromptTemplate, _ names: Names) -> Matrix? {
        numberOfNames[names].flatMap { sums[Key(template: template, names: $0)] }
    }

    /// Embeds templates.
    /// - Returns: the sum of each.
    /// - Throws: `CancellationError`; what was known before stays known.
    mutating func embed(
        _ templates: [PromptTemplate], _ names: Names, isCancelled: @Sendable () -> Bool
    ) throws -> [Matrix] {
        let prompts = templates.map { template in names.map { $0.map(template.prompt(for:)) } }
        var rows: [String: Int] = [:]
        var distinct: [String] = []
        for prompt in prompts.joined().joined() where rows[prompt] == nil {
            rows[prompt] = distinct.count
            distinct.append(prompt)
        }
        let embeddings = try encode(distinct, isCancelled)
        let number = numberOfNames[names] ?? numberOfNames.count
        numberOfNames[names] = number
        return zip(templates, prompts).map { template, prompts in
            var sum = Matrix(rows: names.count, columns: dimension)
            for (label, own) in prompts.enumerated() {
                for prompt in own { sum.add(embeddings[rows[prompt]!], toRow: label) }
            }
            sums.insert(sum, for: Key(template: template, names: number), cost: sum.values.count)
            return sum
        }
    }
}

extension Matrix {
    fileprivate mutating func add(_ vector: ArraySlice<Float>, toRow row: Int) {
        let start = row * columns
        values.withUnsafeMutableBufferPointer { values in
            vector.withUnsafeBufferPointer { vector in
                for index in 0..<vector.count { values[start + index] += vector[index] }
            }
        }
    }

    mutating func add(_ other: Matrix) {
        add(other.values[...], toRow: 0)
    }
}
