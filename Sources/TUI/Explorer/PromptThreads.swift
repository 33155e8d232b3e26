import Model
import Synchronization

/// The threads for what the prompts page asks.
struct PromptThreads {
    let contributions: BackgroundThread<JudgedPrompts>
    let search: BackgroundThread<TemplateTrial.Question>
    let tokens: BackgroundThread<PromptTokens.Question>
    let lint: BackgroundThread<PromptFindings.Question>

    init(_ engine: Engine, _ mailbox: Mailbox) {
        contributions = Self.contributions(engine, mailbox)
        search = Self.search(engine, mailbox)
        tokens = Self.tokens(engine, mailbox)
        lint = Self.lint(engine, mailbox)
    }

    func start() {
        contributions.start()
        search.start()
        tokens.start()
        lint.start()
    }

    var all: [any StoppableThread] { [contributions, search, tokens, lint] }
}

extension PromptThreads {
    /// What each template does for the ensemble, told template by template.
    private static func contributions(_ engine: Engine, _ mailbox: Mailbox) -> BackgroundThread<JudgedPrompts> {
        BackgroundThread<JudgedPrompts>("contributions", mailbox: mailbox) { request, isStale, post in
            let generation = request.generation
            telling(post) {
                let prompts = request.question
                guard let bench = engine.workbench(for: prompts) else { return }
                let sums = try prompts.sums(
                    bench.templates,
                    progress: { post(.contributed(generation: generation, .encoded($0, of: prompts.entries.count))) },
                    isCancelled: isStale)
                let contributions = try TemplateContributions(
                    sums, isOn: prompts.entries.map(\.isOn), images: prompts.judgedImages, isCancelled: isStale)
                _ = try contributions.all(
                    found: { post(.contributed(generation: generation, .found($0))) }, isCancelled: isStale)
                post(.contributed(generation: generation, .finished))
            }
        }
    }

    private static func search(_ engine: Engine, _ mailbox: Mailbox) -> BackgroundThread<TemplateTrial.Question> {
        BackgroundThread<TemplateTrial.Question>("selection", mailbox: mailbox) { request, isStale, post in
            let generation = request.generation
            telling(post) {
                let prompts = request.question.prompts
                guard let bench = engine.workbench(for: prompts) else { return }
                let sums = try prompts.sums(
                    bench.templates,
                    progress: { post(.tried(generation: generation, .encoded($0, of: prompts.entries.count))) },
                    isCancelled: isStale)
                let images = prompts.judgedImages
                let halves = StratifiedHalves(images.labels, seed: TemplateTrial.seed)
                let (choosing, reporting) = (halves.choosing.count, halves.reporting.count)
                post(.tried(generation: generation, .halves(choosing: choosing, reporting: reporting)))
                let pace = Pace()
                let selection = try TemplateSearch(sums, images: images, halves: halves).run(
                    request.question.method,
                    report: { event in
                        switch event {
                        case .tried(let done, let total):
                            if pace.isDue { post(.tried(generation: generation, .tried(done, of: total))) }
                        case .step(let step): post(.tried(generation: generation, .step(step)))
                        }
                    }, isCancelled: isStale)
                post(.tried(generation: generation, .finished(selection)))
            }
        }
    }

    private static func tokens(_ engine: Engine, _ mailbox: Mailbox) -> BackgroundThread<PromptTokens.Question> {
        BackgroundThread<PromptTokens.Question>("tokens", mailbox: mailbox) { request, _, post in
            guard let bench = engine.workbench else { return }
            let tokens = PromptTokens(request.question.prompt, bench.model.tokenizer)
            post(.tokens(generation: request.generation, tokens))
        }
    }

    private static func lint(_ engine: Engine, _ mailbox: Mailbox) -> BackgroundThread<PromptFindings.Question> {
        BackgroundThread<PromptFindings.Question>("lint", mailbox: mailbox) { request, isStale, post in
            telling(post) {
                guard let bench = engine.workbench else { return }
                let findings = try PromptFindings(
                    request.question, bench.model.tokenizer, isCancelled: isStale)
                post(.linted(generation: request.generation, findings))
            }
        }
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

/// Tells what changes thousands of times a second a few times a second.
private final class Pace: Sendable {
    private let told = Mutex<ContinuousClock.Instant?>(nil)
    private static let pause = Duration.milliseconds(50)

    var isDue: Bool {
        told.withLock { told in
            if let told, ContinuousClock.now - told < Self.pause { return false }
            told = .now
            return true
        }
    }
}
