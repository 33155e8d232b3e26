/// The figures by which two classifiers are compared.
package enum Measure: String, CaseIterable, Sendable {
    /// Shares of the images whose class is the first, or among the first five.
    case top1, top5
    /// Mean of the classes' recalls, over the classes that have images.
    case meanPerClass
    /// Expected calibration error, `ReliabilityDiagram.usualBins` bins.
    case calibrationError

    /// Whether a smaller value is the better one.
    package var isError: Bool { self == .calibrationError }
}

/// A value for each measure.
package struct Measures: Sendable, Equatable {
    package var values = [Double](repeating: 0, count: Measure.allCases.count)

    package subscript(measure: Measure) -> Double {
        get { values[Self.place(of: measure)] }
        set { values[Self.place(of: measure)] = newValue }
    }

    private static func place(of measure: Measure) -> Int {
        switch measure {
        case .top1: 0
        case .top5: 1
        case .meanPerClass: 2
        case .calibrationError: 3
        }
    }
}
