import Foundation

extension UnsafeMutableRawBufferPointer {
    /// Before memory of megabytes is written for the first time: page by page of 4 KB, most of the time that a model takes
    /// to load went into the kernel's handing them out. Where it has none to give nothing is lost.
    func askForHugePages() {
        guard count >= 1 << 20, let start = baseAddress else { return }
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let first = UnsafeMutableRawPointer(bitPattern: UInt(bitPattern: start) & ~UInt(page - 1))!
        madvise(first, count + (start - first), MADV_HUGEPAGE)
    }
}
