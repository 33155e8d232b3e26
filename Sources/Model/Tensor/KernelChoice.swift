/// Which of its kernels OpenBLAS multiplies with, and who chose it.
///
/// OpenBLAS chooses while it is loaded, by a table of the processors of its day. On one that is newer it falls back to the
/// kernel of the oldest, five times slower than what the processor can do. The program then starts once more, with
/// OPENBLAS_CORETYPE naming the kernel for the instructions that there are, tries it on small products, and goes on to the
/// next where they are wrong. What was tried is handed on in a variable of the environment.
package struct KernelChoice: Equatable, Sendable {
    package enum Chooser: Equatable, Sendable {
        case library
        /// Whoever set OPENBLAS_CORETYPE. Some do because a kernel computes wrong products on their processor.
        case environment
        /// This program, which started once more for it.
        case program
    }

    /// What kernels ask of a processor.
    package enum Instructions: Int, Comparable, Sendable {
        case older = 0
        case avx2 = 3
        case avx512 = 4

        package static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }

        /// OpenBLAS's kernels for them, the fastest first.
        var kernels: [String] {
            switch self {
            case .older: []
            case .avx2: ["Haswell"]
            case .avx512: ["SkylakeX", "Haswell"]
            }
        }
    }

    /// What runs.
    package let kernel: String
    package let chooser: Chooser
    /// What OPENBLAS_CORETYPE says; empty where it is not set.
    let asked: String
    /// What this program tried, after OpenBLAS's own choice.
    let tried: [String]
    let instructions: Instructions
    /// Whether OpenBLAS was built with several kernels.
    let isDynamic: Bool

    /// The variables that are read: OpenBLAS's, and the kernels that were tried.
    package static let (asking, trying) = ("OPENBLAS_CORETYPE", "CLIPSCOPE_KERNELS_TRIED")

    package init(kernel: String, isDynamic: Bool, instructions: Instructions, environment: [String: String]) {
        asked = environment[Self.asking] ?? ""
        let tried = (environment[Self.trying] ?? "").split(separator: ",").map(String.init)
        if asked.isEmpty {
            chooser = .library
            self.tried = tried.isEmpty ? [kernel] : tried
        } else if tried.count > 1, tried.last == asked {
            chooser = .program
            self.tried = tried
        } else {
            chooser = .environment
            self.tried = [kernel]
        }
        (self.kernel, self.isDynamic, self.instructions) = (kernel, isDynamic, instructions)
    }

    /// Whether a kernel for much older processors was taken for want of a better one.
    package var isFallback: Bool { chooser == .library && isDynamic && isTooOld && next != nil }

    /// The kernel to try after this one; without any, what OpenBLAS takes by itself has to do.
    package var next: String? { instructions.kernels.first { !tried.contains($0) } }

    /// Those that computed wrong products, or that this OpenBLAS does not have.
    package var refused: [String] { Array(tried.dropFirst().filter { chooser != .program || $0 != asked }) }

    var isAsAsked: Bool { asked.isEmpty || asked.lowercased() == kernel.lowercased() }

    var isTooOld: Bool { instructions > .older && Self.old.contains(kernel.lowercased()) }

    /// The environment of the next start, with `next` or with OpenBLAS's own choice.
    package var nextEnvironment: [String: String?] {
        [Self.asking: next, Self.trying: (tried + [next].compactMap { $0 }).joined(separator: ",")]
    }

    /// The kernels that use neither AVX2 nor AVX-512 (OpenBLAS 0.3.21, driver/others/dynamic.c, corename). A processor
    /// that is given any other is one that OpenBLAS knows.
    private static let old: Set = [
        "unknown", "generic", "katmai", "coppermine", "northwood", "prescott", "banias", "atom", "core2", "penryn",
        "dunnington", "nehalem", "sandybridge", "athlon", "opteron", "opteron_sse3", "barcelona", "bobcat", "nano",
        "bulldozer", "piledriver", "steamroller",
    ]
}

extension KernelChoice {
    /// What runs and why.
    package var summary: String {
        let refused = refused.isEmpty ? "" : "; \(refused.joined(separator: " and ")) of it failed here"
        switch chooser {
        case .library: return "kernel \(kernel)\(refused)"
        case .program:
            return "kernel \(kernel), chosen by clipscope: it does not know this processor and took \(tried[0])"
                + refused
        case .environment:
            return isAsAsked
                ? "kernel \(kernel), as OPENBLAS_CORETYPE says"
                : "kernel \(kernel): OPENBLAS_CORETYPE says \(asked), which it does not have or cannot run here"
        }
    }

    /// What to do about it; nil where all is well.
    package var advice: String? {
        if !isAsAsked { return "unset OPENBLAS_CORETYPE, or set it to a kernel that it has" }
        guard isTooOld else { return nil }
        if chooser == .environment {
            return "this kernel is for old processors and slow; unset OPENBLAS_CORETYPE, unless it is set because "
                + "another computes wrong results"
        }
        if !isDynamic {
            return "it was built for old processors and is slow; one with DYNAMIC_ARCH has kernels for newer ones "
                + "(Debian: libopenblas0-pthread)"
        }
        return next.map { "it does not know this processor; try OPENBLAS_CORETYPE=\($0)" }
            ?? "it does not know this processor and is slow; a newer OpenBLAS may"
    }
}
