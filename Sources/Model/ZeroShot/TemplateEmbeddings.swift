import Foundation
import Synchronization

/// What each template contributes to the class weights: an edit costs only the template that it changed, or the class
/// whose names it changed. One for all threads that evaluate prompts of a model; encoding does not hold the others up.
package final class TemplateEmbeddings: Sendable {
    /// Prompts to normalised embeddings, [prompts, dimension].
    package typealias Encode = @Sendable (_ prompts: [String], _ isCancelled: @Sendable () -> Bool) throws -> Matrix

    /// The names of every class; a template's contribution rests on them.
    package typealias Names = [[String]]

    private struct Key: Hashable {
        let template: PromptTemplate
        let names: Int
    }

    private struct Known {
        var numberOfNames: [Names: Int] = [:]
        /// By number.
        var names: [Names] = []
        var sums = RecentlyUsed<Key, Matrix>(limit: TemplateEmbeddings.limit)

        mutating func number(of names: Names) -> Int {
            if let number = numberOfNames[names] { return number }
            numberOfNames[names] = self.names.count
            self.names.append(names)
            return self.names.count - 1
        }

        /// What a template was embedded for last, under other names.
        mutating func last(_ template: PromptTemplate) -> (names: Names, sum: Matrix)? {
            for number in names.indices.suffix(TemplateEmbeddings.lookBack).reversed() {
                if let sum = sums[Key(template: template, names: number)] { return (names[number], sum) }
            }
            return nil
        }
    }

    let dimension: Int
    /// exp of the checkpoint's logit_scale.
    let logitScale: Float
    let logitBias: Float?
    private let encode: Encode
    private let known = Mutex(Known())

    /// Lists of names in which a template is looked for: whoever types makes one with every key.
    private static let lookBack = 64
    /// Of floats: a quarter of a gigabyte.
    private static let limit = 64 << 20

    /// - Parameter cache: where templates will be edited: keeps keys and values of their tokens.
    package convenience init(model: CLIP, reusing cache: KeyValueCache? = nil) {
        self.init(dimension: model.dimension, logitScale: model.logitScale, logitBias: model.logitBias) {
            try model.embed(text: $0, reusing: cache, isCancelled: $1)
        }
    }

    package init(dimension: Int, logitScale: Float, logitBias: Float? = nil, encode: @escaping Encode) {
        self.dimension = dimension
        (self.logitScale, self.logitBias) = (logitScale, logitBias)
        self.encode = encode
    }

    /// For each class the sum of the normalised embeddings of its prompts, [classes, dimension]; nil for a template
    /// that was not embedded yet, or was forgotten.
    package func sum(_ template: PromptTemplate, _ names: Names) -> Matrix? {
        known.withLock { known in
            known.numberOfNames[names].flatMap { known.sums[Key(template: template, names: $0)] }
        }
    }

    /// Embeds templates for those classes whose names are new.
    /// - Returns: the sum of each.
    /// - Throws: `CancellationError`; what was known before stays known.
    package func embed(
        _ templates: [PromptTemplate], _ names: Names, isCancelled: @Sendable () -> Bool
    ) throws -> [Matrix] {
        let before = known.withLock { known in templates.map { known.last($0) } }
        let prompts = zip(templates, before).map { template, before in
            names.enumerated().map { label, own -> [String]? in
                guard let before, before.names.indices.contains(label), before.names[label] == own else {
                    return own.map(template.prompt(for:))
                }
                return nil
            }
        }
        var rows: [String: Int] = [:]
        var distinct: [String] = []
        for prompt in prompts.joined().compactMap(\.self).joined() where rows[prompt] == nil {
            rows[prompt] = distinct.count
            distinct.append(prompt)
        }
        let embeddings =
            distinct.isEmpty ? Matrix(rows: 0, columns: dimension) : try encode(distinct, isCancelled)
        let number = known.withLock { $0.number(of: names) }
        return templates.indices.map { place in
            let (template, before) = (templates[place], before[place])
            var sum = Matrix(rows: names.count, columns: dimension)
            for (label, own) in prompts[place].enumerated() {
                guard let own else {
                    sum.add(before!.sum[label], toRow: label)
                    continue
                }
                for prompt in own { sum.add(embeddings[rows[prompt]!], toRow: label) }
            }
            known.withLock { known in
                known.sums.insert(sum, for: Key(template: template, names: number), cost: sum.values.count)
            }
            return sum
        }
    }
}
