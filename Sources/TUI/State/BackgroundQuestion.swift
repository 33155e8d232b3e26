import Model

/// A kind of question that is answered beside the main thread: one type says the question, the answer, what finds it, and
/// what the state does with it. A page asks it as `Work.ask` and names it nowhere else; what is stale is dropped by the
/// thread (`isStale`) and by `Inquiry` (the generation).
protocol BackgroundQuestion: Sendable {
    associatedtype Question: Equatable & Sendable
    associatedtype Answer: Sendable
    /// Of its thread.
    static var name: String { get }
    /// Posts the answer, or several where it comes in parts. Ends soon after `isStale` turns true, by `CancellationError`
    /// or without.
    /// - Parameter bench: the model at work; nil before it is loaded.
    static func answer(
        _ question: Question, bench: Workbench?, isStale: @escaping @Sendable () -> Bool,
        post: @escaping @Sendable (Answer) -> Void
    ) throws
    static func receive(_ answer: Answer, generation: Int, _ state: inout State)
    /// What is under way is not wanted any more: gives up what was kept for the next question.
    static func leave(_ bench: Workbench?)
}

extension BackgroundQuestion {
    static func leave(_ bench: Workbench?) {}
}

/// A question of any kind, on its way to its thread.
package struct Asked: Equatable, Sendable {
    let name: String
    let generation: Int
    private let request: any Sendable
    /// Posts what comes of it.
    let answer:
        @Sendable (
            _ bench: Workbench?, _ isStale: @escaping @Sendable () -> Bool, _ post: @escaping @Sendable (Event) -> Void
        ) throws -> Void
    let leave: @Sendable (Workbench?) -> Void

    init<Kind: BackgroundQuestion>(_ kind: Kind.Type, _ request: Request<Kind.Question>) {
        (name, generation, self.request) = (kind.name, request.generation, request)
        leave = { kind.leave($0) }
        answer = { bench, isStale, post in
            try kind.answer(request.question, bench: bench, isStale: isStale) {
                post(.answer(kind, generation: request.generation, $0))
            }
        }
    }

    package static func == (a: Asked, b: Asked) -> Bool { a.name == b.name && a.generation == b.generation }

    /// Nil where it is of another kind.
    func request<Kind: BackgroundQuestion>(of kind: Kind.Type) -> Request<Kind.Question>? {
        name == kind.name ? request as? Request<Kind.Question> : nil
    }
}

/// An answer to a question of any kind.
package struct Answered: Sendable {
    let receive: @Sendable (inout State) -> Void
}

extension Event {
    static func answer<Kind: BackgroundQuestion>(
        _ kind: Kind.Type, generation: Int, _ answer: Kind.Answer
    ) -> Event {
        .answered(Answered { kind.receive(answer, generation: generation, &$0) })
    }
}

extension Work {
    static func ask<Kind: BackgroundQuestion>(_ kind: Kind.Type, _ request: Request<Kind.Question>) -> Work {
        .asked(Asked(kind, request))
    }

    /// What is under way is not wanted any more.
    static func stop<Kind: BackgroundQuestion>(_ kind: Kind.Type) -> Work { .stopped(kind.name) }

    /// Nil where it is something else.
    func request<Kind: BackgroundQuestion>(of kind: Kind.Type) -> Request<Kind.Question>? {
        if case .asked(let asked) = self { asked.request(of: kind) } else { nil }
    }
}
