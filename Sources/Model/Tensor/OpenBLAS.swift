import CKernels
import COpenBLAS
import Foundation

/// What multiplies the matrices.
package enum OpenBLAS {
    private static let isLimited: Void = openblas_set_num_threads(1)

    /// One thread a product: images and prompts are many, and each thread of ours takes some of them.
    static func useOneThread() { isLimited }

    /// The kernel that runs: "SkylakeX", "Haswell", "Zen".
    package static var core: String { String(cString: openblas_get_corename()) }

    /// Version and build options: "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH ...".
    package static var configuration: String { String(cString: openblas_get_config()) }

    package static var choice: KernelChoice {
        let names = [KernelChoice.asking, KernelChoice.trying]
        let values = names.map { name in getenv(name).map { String(cString: $0) } }
        return KernelChoice(
            kernel: core, isDynamic: configuration.contains("DYNAMIC_ARCH"),
            instructions: .init(rawValue: Int(clip_processor_level())) ?? .older,
            environment: Dictionary(
                uniqueKeysWithValues: zip(names, values).compactMap { name, value in
                    value.map { (name, $0) }
                }))
    }

    /// Starts the program once more where OpenBLAS does not know the processor and has a better kernel for it; see
    /// `KernelChoice`. To be called first of all, and once. Returns where there is nothing to change, or no way to.
    package static func takeFittingKernel() {
        let choice = choice
        switch choice.chooser {
        case .environment: return
        case .library: if choice.isFallback { startAgain(choice.nextEnvironment) }
        case .program: if !choice.isAsAsked || !ProductTrial.isPassed() { startAgain(choice.nextEnvironment) }
        }
    }

    /// Replaces the process by one of the same program, arguments and files. Returns only where that fails, the environment
    /// then being what it was.
    private static func startAgain(_ changes: [String: String?]) {
        guard let program = realpath("/proc/self/exe", nil) else { return }
        defer { free(program) }
        let before = changes.map { name, _ in (name, getenv(name).map { String(cString: $0) }) }
        func set(_ name: String, _ value: String?) { _ = value.map { setenv(name, $0, 1) } ?? unsetenv(name) }
        for (name, value) in changes { set(name, value) }
        execv(program, CommandLine.unsafeArgv)
        for (name, value) in before { set(name, value) }
    }
}
