import Foundation
import Model
import Synchronization

/// What each template contributes to the class weights: an edit costs only the template that it changed.
struct TemplateEmbeddings {
    /// Prompts to normalised embeddings, [prompts, dimension]; called from several threads at once.
    typealias Encode = @Sendable (_ prompts: [String], _ isCancelled: @Sendable () -> Bool) throws -> Matrix

    /// The names of every class; a template's contribution rests on them.
    typealias Names = [[String]]

    private struct Key: Hashable {
        let template: PromptTemplate
        let names: Int
    }

    private let dimension: Int
    private let threads: Int
    private let encode: Encode
    private var numberOfNames: [Names: Int] = [:]
    private var sums = RecentlyUsed<Key, Matrix>(limit: Self.limit)

    /// Of floats: a quarter of a gigabyte.
    private static let limit = 64 << 20
    /// Below this a second thread is not worth its start.
    private static let promptsForThread = 12

    init(dimension: Int, threads: Int, encode: @escaping Encode) {
        self.dimension = dimension
        self.threads = threads
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
        let embeddings = try embed(distinct, isCancelled)
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

    /// Neighbouring prompts share their beginnings, so each thread takes a run of them.
    private func embed(_ prompts: [String], _ isCancelled: @Sendable () -> Bool) throws -> Matrix {
        let parts = max(1, min(threads, prompts.count / Self.promptsForThread))
        guard parts > 1 else { return try encode(prompts, isCancelled) }
        let results = Mutex([Result<Matrix, any Error>?](repeating: nil, count: parts))
        let encode = encode
        DispatchQueue.concurrentPerform(iterations: parts) { part in
            let range = part * prompts.count / parts..<(part + 1) * prompts.count / parts
            let result = Result { try encode(Array(prompts[range]), isCancelled) }
            results.withLock { $0[part] = result }
        }
        let values = try results.withLock { try $0.flatMap { try $0!.get().values } }
        return Matrix(rows: prompts.count, columns: dimension, values: values)
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
