import Foundation
import Model
import Synchronization

/// The model at work, for the threads that evaluate prompts beside the engine: what one of them encodes the others know.
struct Workbench: Sendable {
    let model: CLIP
    let templates: TemplateEmbeddings
    /// Of the embeddings; nil where there is no cache.
    let store: EmbeddingStore?
    /// Of texts; nil where there is no cache.
    let texts: TextStore?
    /// For the model that A of the compare page is evaluated by; nil where none can be asked for.
    var second: SecondBench?
}

/// A model beside the one at work, as long as it is compared with: another prompt set costs only its text.
final class SecondBench: Sendable {
    final class Bench: Sendable {
        let model: CLIP
        let templates: TemplateEmbeddings
        /// Once it is whole.
        let table = Mutex<EmbeddingTable?>(nil)

        fileprivate init(_ model: CLIP) {
            self.model = model
            templates = TemplateEmbeddings(model: model, reusing: KeyValueCache())
        }
    }

    let home: Home
    private let held = Mutex<(location: URL, bench: Bench)?>(nil)

    init(home: Home) { self.home = home }

    /// Reads the model, unless it is the one that is held.
    func bench(of location: URL, read: () throws -> CLIP) rethrows -> Bench {
        if let known = held.withLock({ $0 }), known.location == location { return known.bench }
        leave()
        let bench = Bench(try read())
        held.withLock { $0 = (location, bench) }
        return bench
    }

    /// Gives up the model.
    func leave() { held.withLock { $0 = nil } }
}

extension Workbench {
    /// False where the model was changed since a question was asked: its embeddings are others.
    /// - Parameter asked: `State.modelKey` at that time.
    func isOf(model asked: String) -> Bool { [model.fingerprint, model.name].contains(asked) }
}

extension EvaluatedPrompts {
    /// Encodes the templates that are not known yet, one after the other.
    /// - Parameter progress: called with the templates done.
    /// - Throws: `CancellationError`
    func sums(
        _ templates: TemplateEmbeddings, progress: (Int) -> Void, isCancelled: @Sendable () -> Bool
    ) throws -> TemplateSums {
        let all = try templates.sums(
            entries.map(\.template), names, progress: progress, isCancelled: isCancelled)
        return TemplateSums(sums: all.sums.map { $0.offered(by: choice) })
    }

    var evaluatedImages: EvaluatedImages { EvaluatedImages(images, labels: choice.rows(of: labelColumn.labels)) }
}
