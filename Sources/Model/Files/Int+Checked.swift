/// Arithmetic on numbers that come from a file: nil where the result has no place in 63 bits.
extension Int {
    func plus(_ other: Int) -> Int? {
        let (sum, overflows) = addingReportingOverflow(other)
        return overflows ? nil : sum
    }

    func times(_ other: Int) -> Int? {
        let (product, overflows) = multipliedReportingOverflow(by: other)
        return overflows ? nil : product
    }

    /// Of sizes: nil also where one is below zero.
    static func product(_ sizes: some Sequence<Int>) -> Int? {
        var product = 1
        for size in sizes {
            guard size >= 0, let next = product.times(size) else { return nil }
            product = next
        }
        return product
    }
}
