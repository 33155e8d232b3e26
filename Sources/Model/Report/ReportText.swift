import Foundation

/// Numbers and sentences as reports for people write them.
package enum ReportText {
    /// "76.5 %"
    static func percent(_ share: Double) -> String { String(format: "%.1f %%", 100 * share) }

    /// "76.5 %", "-" where there is none.
    static func percent(_ share: Double?) -> String { share.map { percent($0) } ?? "-" }

    /// A difference of shares in points: "+1.4", "-0.2", "0.0".
    static func points(_ difference: Double) -> String {
        let text = String(format: "%+.1f", 100 * difference)
        return ["+0.0", "-0.0"].contains(text) ? "0.0" : text
    }

    /// "605 MB", of a million bytes each.
    static func megabytes(_ bytes: Int) -> String {
        let megabytes = Double(bytes) / 1e6
        return String(format: megabytes < 10 ? "%.1f MB" : "%.0f MB", megabytes)
    }

    /// "-0.4 to +2.5"
    static func points(_ interval: ClosedRange<Double>) -> String {
        "\(points(interval.lowerBound)) to \(points(interval.upperBound))"
    }

    /// "+3", "-2", "0"
    static func signed(_ count: Int) -> String { count > 0 ? "+\(count)" : "\(count)" }

    /// "0.088", "0.0012", "below 0.0001"
    static func probability(_ p: Double) -> String {
        p < 0.0001 ? "below 0.0001" : String(format: p < 0.01 ? "%.4f" : "%.3f", p)
    }

    /// "McNemar's mid-p test, p = 0.031"
    static func test(_ p: Double) -> String { "McNemar's mid-p test, p \(p < 0.0001 ? "" : "= ")\(probability(p))" }

    /// "1 image", "2 images"
    static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        "\(number) \(number == 1 ? one : many ?? one + "s")"
    }

    /// "370 images"; "10 of 370 images" where figures are over some of them.
    static func images(_ number: Int, of all: Int) -> String {
        number == all ? count(number, "image") : "\(number) of \(count(all, "image"))"
    }

    /// What top-5 is where there are not more classes; nil where it says something.
    package static func topFiveNote(classes: Int) -> String? {
        (1...5).contains(classes)
            ? "Top-5 says nothing: there \(classes == 1 ? "is" : "are") \(count(classes, "class", "classes")) to choose among."
            : nil
    }

    /// A sentence in lines that fit, broken at spaces.
    static func wrapped(_ sentence: String, _ style: TextStyle) -> String {
        var lines = [""]
        for word in sentence.printable.split(separator: " ") {
            let longer = lines[lines.count - 1] + (lines[lines.count - 1].isEmpty ? "" : " ") + word
            if style.width(longer) > min(style.columns, 120) {
                lines.append(String(word))
            } else {
                lines[lines.count - 1] = longer
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// Sentences, each on lines of its own.
    static func notes(_ notes: [String]?, _ style: TextStyle) -> String {
        (notes ?? []).map { wrapped($0, style) }.joined()
    }

    /// Facts under one another, each cut to the line: "dataset  photos: 553 images".
    static func header(_ facts: [(String, String)], _ style: TextStyle) -> String {
        let width = (facts.map { style.width($0.0) }.max() ?? 0) + 2
        return facts.map { key, value in
            key.padding(toLength: width, withPad: " ", startingAt: 0)
                + style.cut(value.printable, to: min(style.columns, 120) - width) + "\n"
        }.joined()
    }
}
