import CKernels

/// Activations, and weights on the way to their layout, are megabytes that come and go.
package enum FreedMemory {
    /// Has the C library keep such memory for the next request instead of giving it back to the kernel, which would have to
    /// clear every page again: a sixth of the time of a ResNet. To be called once, when the program starts.
    package static func keep() { clip_keep_freed_memory() }
}
