import Model

/// The threads for what the confusion page and the compare page ask.
struct MatrixThreads {
    let confusions: BackgroundThread<ConfusionMap.Question>
    let comparisons: BackgroundThread<SetComparison.Question>

    init(_ mailbox: Mailbox) {
        confusions = BackgroundThread("confusion", mailbox: mailbox) { request, _, post in
            post(.confused(generation: request.generation, ConfusionMap.Answer(request.question)))
        }
        comparisons = BackgroundThread("comparison", mailbox: mailbox) { request, isStale, post in
            do {
                try SetComparison.Answer.find(request.question, isCancelled: isStale) {
                    post(.compared(generation: request.generation, $0))
                }
            } catch is CancellationError {
                return
            } catch {
                post(.failed(message(of: error)))
            }
        }
    }

    func start() {
        confusions.start()
        comparisons.start()
    }

    var all: [any StoppableThread] { [confusions, comparisons] }
}
