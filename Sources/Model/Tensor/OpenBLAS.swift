import COpenBLAS

/// What multiplies the matrices: for people who wonder about the speed.
package enum OpenBLAS {
    /// The kernel chosen for this CPU: "SkylakeX", "Haswell", "Zen".
    package static var core: String { String(cString: openblas_get_corename()) }

    /// Version and build options: "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH ...".
    package static var configuration: String { String(cString: openblas_get_config()) }
}
