import Foundation
import Model

extension BenchSubjects {
    /// What a model's layers multiply, beside what the processor does at most.
    func products() throws -> ProductBenchmark {
        let clip = try options.model.load(home, usesCache: false)
        return try StepLine.during("products") { line in
            try ProductBenchmark(clip, threads: threads, repeats: repeats) { done, total in
                if line.isCancelled { throw CancellationError() }
                line.show(done, of: total)
            }
        }
    }
}
