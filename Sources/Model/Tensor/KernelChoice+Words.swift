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
