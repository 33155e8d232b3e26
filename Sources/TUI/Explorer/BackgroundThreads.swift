import Model

/// A thread for each kind of question, made when it is asked for the first time.
final class BackgroundThreads {
    private let engine: Engine
    private let mailbox: Mailbox
    private var threads: [String: BackgroundThread<Asked>] = [:]
    /// By the name of the thread, what gives up its means.
    private var leave: [String: @Sendable (Workbench?) -> Void] = [:]

    init(_ engine: Engine, _ mailbox: Mailbox) {
        (self.engine, self.mailbox) = (engine, mailbox)
    }

    func submit(_ asked: Asked) {
        let thread = threads[asked.name] ?? start(asked.name)
        leave[asked.name] = asked.leave
        thread.submit(Request(generation: asked.generation, question: asked))
    }

    /// The newest question of a kind is not to be answered any more.
    func cancel(_ name: String) {
        threads[name]?.cancel()
        leave[name]?(engine.workbench)
    }

    var all: [any StoppableThread] { Array(threads.values) }

    private func start(_ name: String) -> BackgroundThread<Asked> {
        let thread = BackgroundThread<Asked>(name, mailbox: mailbox) { [engine] request, isStale, post in
            telling(post) { try request.question.answer(engine.workbench, isStale, post) }
        }
        threads[name] = thread
        thread.start()
        return thread
    }
}

/// What was cancelled says nothing.
func telling(_ post: (Event) -> Void, _ body: () throws -> Void) {
    do {
        try body()
    } catch is CancellationError {
        return
    } catch {
        post(.failed(message(of: error)))
    }
}
