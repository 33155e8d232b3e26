import Model
import Testing

@testable import TUI

@Suite struct MailboxTests {
    private func evaluation(_ generation: Int) -> Evaluation {
        let request = EvaluationRequest(
            generation: generation, prompts: PromptSet(name: "", entries: []), labelColumn: nil)
        return Evaluation(
            request: request, weights: nil, logitScale: 1, outcomes: nil, templatesDone: 0, templates: 0)
    }

    @Test func evaluationsThatNobodyReadMakeWayForTheNewest() {
        let mailbox = Mailbox()
        for generation in 1...1000 {
            mailbox.post(.evaluation(evaluation(generation)))
            mailbox.post(.computing(generation: generation))
            mailbox.post(.opening(images: generation))
            mailbox.post(.embeddings(Sample.embeddings(1), EmbeddingProgress(done: 1, total: 84)))
        }
        let letters = mailbox.take()
        #expect(letters.count == 4)
        let newest = letters.compactMap { letter -> Int? in
            if case .event(.evaluation(let evaluation)) = letter { evaluation.request.generation } else { nil }
        }
        #expect(newest == [1000] && mailbox.take().isEmpty)
    }

    @Test func whatHasToBeReadStaysInItsOrder() {
        let mailbox = Mailbox()
        for number in 1...3 {
            mailbox.post(.failed("\(number)"))
            mailbox.post(.evaluation(evaluation(number)))
        }
        let told = mailbox.take().compactMap { letter -> String? in
            switch letter {
            case .event(.failed(let text)): text
            case .event(.evaluation): "evaluation"
            default: nil
            }
        }
        #expect(told == ["1", "2", "3", "evaluation"])
    }
}
