import Model

/// The threads for what the images page asks.
struct BrowseThreads {
    let search: BackgroundThread<Similarity.Question>
    let names: BackgroundThread<NameOrder.Question>

    init(_ engine: Engine, _ mailbox: Mailbox) {
        search = BackgroundThread("search", mailbox: mailbox) { request, isStale, post in
            // The model may have been changed since.
            guard let model = engine.workbench?.model, model.name == request.question.model,
                model.dimension == request.question.table.dimension
            else { return }
            do {
                let answer = try request.question.answer(
                    encode: { try model.embed(text: $0, isCancelled: isStale) }, isCancelled: isStale)
                post(.ranked(generation: request.generation, answer))
            } catch is CancellationError {
                return
            } catch {
                post(.failed(message(of: error)))
            }
        }
        names = BackgroundThread("names", mailbox: mailbox) { request, _, post in
            post(.named(generation: request.generation, request.question.ranks))
        }
    }

    func start() {
        search.start()
        names.start()
    }

    var all: [any StoppableThread] { [search, names] }
}
