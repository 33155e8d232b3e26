import COpenBLAS

/// What multiplies the matrices.
package enum OpenBLAS {
    private static let isLimited: Void = openblas_set_num_threads(1)

    /// One thread a product: images and prompts are many, and each thread of ours takes some of them.
    static func useOneThread() { isLimited }

    /// The kernel chosen for this CPU: "SkylakeX", "Haswell", "Zen".
    package static var core: String { String(cString: openblas_get_corename()) }

    /// Version and build options: "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH ...".
    package static var configuration: String { String(cString: openblas_get_config()) }
}
