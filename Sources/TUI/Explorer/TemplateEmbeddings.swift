import Foundation
import Model
import Synchronization

/// What each template contributes to the class weights: an edit costs only the template that it changed. One for all
/// threads that judge prompts of a model; encoding does not hold the others up.
final class TemplateEmbeddings: Sendable {
    /// Prompts to normalised embeddings, [prompts, dimension].
    typealias Encode = @Sendable (_ prompts: [String], _ isCancelled: @Sendable () -> Bool) throws -> Matrix

    /// The names of every class; a template's contribution rests on them.
    typealias Names = [[String]]

    private struct Key: Hashable {
        let template: PromptTemplate
        let names: Int
    }

    private struct Known {
        var numberOfNames: [Names: Int] = [:]
        var sums = RecentlyUsed<Key, Matrix>(limit: TemplateEmbeddings.limit)

        mutating func number(of names: Names) -> Int {
            let number = numberOfNames[names] ?? numberOfNames.count
            numberOfNames[names] = number
            return number
        }
    }

    private let dimension: Int
    private let encode: Encode
    private let known = Mutex(Known())

    /// Of floats: a quarter of a gigabyte.
    private static let limit = 64 << 20

    convenience init(model: CLIP) {
        self.init(dimension: model.dimension) { try model.embed(text: $0, isCancelled: $1) }
    }

    init(dimension: Int, encode: @escaping Encode) {
        self.dimension = dimension
        self.encode = encode
    }

    /// For each class the sum of the normalised embeddings of its prompts, [classes, dimension]; nil for a template
    /// that was not embedded yet, or was forgotten.
    func sum(_ template: PromptTemplate, _ names: Names) -> Matrix? {
        known.withLock { known in
            known.numberOfNames[names].flatMap { known.sums[Key(template: template, names: $0)] }
        }
    }

    /// Embeds templates.
    /// - Returns: the sum of each.
    /// - Throws: `CancellationError`; what was known before stays known.
    func embed(
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
        let number = known.withLock { $0.number(of: names) }
        return zip(templates, prompts).map { template, prompts in
            var sum = Matrix(rows: names.count, columns: dimension)
            for (label, own) in prompts.enumerated() {
                for prompt in own { sum.add(embeddings[rows[prompt]!], toRow: label) }
            }
            known.withLock { known in
                known.sums.insert(sum, for: Key(template: template, names: number), cost: sum.values.count)
            }
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
