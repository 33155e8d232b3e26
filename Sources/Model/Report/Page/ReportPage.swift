import Foundation

/// One evaluation, or two prompt sets beside each other, as a page that needs no other file: HTML with its drawings and small
/// pictures inside.
package struct ReportPage {
    /// A picture with what was said of it.
    package struct Example {
        package let file: String
        /// "tabby 12 %, taken for lynx 71 %"
        package let words: String
        /// A JPEG file; nil where the picture could not be read.
        package let picture: Data?

        package init(file: String, words: String, picture: Data?) {
            (self.file, self.words, self.picture) = (file, words, picture)
        }
    }

    package struct Gallery {
        package let title: String
        package let examples: [Example]

        package init(_ title: String, _ examples: [Example]) {
            (self.title, self.examples) = (title, examples)
        }
    }

    package let report: EvaluationReport
    package let classified: ClassifiedDataset
    /// With another prompt set; nil without.
    package let comparison: ComparisonReport?
    package let galleries: [Gallery]
    /// What makes the same page again: the command line, the program, hashes.
    package let origin: [(String, String)]

    package init(
        _ report: EvaluationReport, _ classified: ClassifiedDataset, comparison: ComparisonReport? = nil,
        galleries: [Gallery] = [], origin: [(String, String)] = []
    ) {
        (self.report, self.classified, self.comparison) = (report, classified, comparison)
        (self.galleries, self.origin) = (galleries, origin)
    }

    /// Classes that a chart has room for.
    private static let mostClasses = 60

    package var html: String {
        let page: Markup = """
            <!DOCTYPE html>
            <html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><meta charset="utf-8"/>\
            <meta name="viewport" content="width=device-width, initial-scale=1"/>\
            <title>\(report.promptSet) on \(report.dataset)</title><style>\(Self.style)</style></head><body><main>
            <h1>\(report.promptSet) on \(report.dataset)</h1>
            \(facts)\(figures)\(notes)\(comparisonPart)\(classesPart)\(confusionPart)\(calibrationPart)\(galleries.map(gallery))
            \(promptsPart)\(originPart)
            </main></body></html>

            """
        return page.description
    }

    private func section(_ title: String, _ body: Markup) -> Markup {
        "<section><h2>\(title)</h2>\(body)</section>\n"
    }

    private var facts: Markup {
        let words =
            "\(ReportText.count(report.images, "image")), \(ReportText.count(report.classes, "class", "classes")), model"
            + " \(report.model), \(ReportText.count(report.templates, "template"))"
        return "<p>\(words)\(report.split.map { ", split \($0)" } ?? "").</p>\n"
    }

    private struct Tile {
        let name: String
        let value: String
        var interval = ""
        var help: String
    }

    private var figures: Markup {
        guard
            let row = Leaderboard(
                [Outcomes(classified.outcomes)], classes: classified.labelColumn.classes.count, by: .top1)?
                .rows.first, let error = report.expectedCalibrationError, report.top1 != nil
        else {
            return "<p>\(report.noAccuracy.map { "No accuracy: \($0)." } ?? "No image has a label: no accuracy.")</p>"
        }
        func shares(_ estimate: Leaderboard.Estimate) -> (String, String) {
            let ends = estimate.interval
            return (
                ReportText.percent(estimate.value),
                String(format: "%.1f to %.1f", 100 * ends.lowerBound, 100 * ends.upperBound)
            )
        }
        let (top1, top1Interval) = shares(row.top1)
        let (mean, meanInterval) = shares(row.meanPerClass)
        let ends = row.logLoss.interval
        var tiles = [
            Tile(
                name: "top-1", value: top1, interval: top1Interval, help: "images whose class is the most probable one"),
            Tile(name: "mean per class", value: mean, interval: meanInterval, help: "mean of the classes' recalls"),
            Tile(
                name: "log loss", value: String(format: "%.3f", row.logLoss.value),
                interval: String(format: "%.3f to %.3f", ends.lowerBound, ends.upperBound),
                help: "mean of -ln of the true class's probability"),
            Tile(
                name: "calibration error", value: ReportText.percent(error),
                help: "how far probabilities are from the share that is right"),
        ]
        if let top5 = report.top5, report.classes > 5 {
            tiles.insert(
                Tile(name: "top-5", value: ReportText.percent(top5), help: "class among the five likeliest"), at: 1)
        }
        let drawn = tiles.map { tile -> Markup in
            """
            <div class="tile"><span>\(tile.name)</span><strong>\(tile.value)</strong><span>\(tile.interval)</span>\
            <small>\(tile.help)</small></div>
            """
        }
        return "<div class=\"tiles\">\(drawn)</div>\n<p class=\"quiet\">Under each figure its interval at 95 %.</p>\n"
    }

    private var notes: Markup {
        var sentences = report.notes ?? []
        if let chosen = report.chosenOn, chosen.images > 0 {
            sentences.append(
                "The prompts were chosen on \(chosen.images) of these images: figures are too good on them.")
        }
        if report.failed > 0 { sentences.append("\(ReportText.count(report.failed, "image")) could not be read.") }
        return Markup.joined(sentences.map { "<p class=\"note\">\($0)</p>\n" })
    }

    private var comparisonPart: Markup {
        guard let comparison else { return "" }
        let rows = [
            ("top-1", comparison.top1), ("top-5", comparison.top5), ("mean per class", comparison.meanPerClass),
            ("calibration error", comparison.ece),
        ].map { name, row -> Markup in
            let interval = row.interval.map { ReportText.points($0[0]...$0[1]) } ?? ""
            return """
                <tr><td>\(name)</td><td>\(ReportText.percent(row.a))</td><td>\(ReportText.percent(row.b))</td>\
                <td>\(ReportText.points(row.difference))</td><td>\(interval)</td></tr>
                """
        }
        let moved = comparison.perClass.filter { $0.gained + $0.lost > 0 }.prefix(20).map { row -> Markup in
            """
            <tr><td>\(row.label)</td><td>\(ReportText.percent(row.a))</td><td>\(ReportText.percent(row.b))</td>\
            <td>\(ReportText.points(row.difference))</td><td>\(row.gained) gained, \(row.lost) lost</td></tr>
            """
        }
        let head: Markup =
            "<tr><th></th><th>\(comparison.a.name)</th><th>\(comparison.b.name)</th><th>B - A</th><th></th></tr>"
        return section(
            "\(comparison.a.name) (A) and \(comparison.b.name) (B)",
            """
            <p><strong>\(comparison.sentence)</strong></p><table>\(head)\(rows)</table>\
            <h3>Classes that moved most</h3><table>\(head)\(Array(moved))</table>
            """)
    }

    private var classesPart: Markup {
        guard report.top1 != nil else { return "" }
        let ranked = report.perClass.filter { $0.recall != nil }.sorted {
            ($0.recall!, $0.label) < ($1.recall!, $1.label)
        }
        let bars = ranked.prefix(Self.mostClasses).map { row in
            let others = row.mostConfusedWith.map { ", most often taken for \($0)" } ?? ""
            return Charts.Bar(
                label: row.label, share: row.recall!, words: ReportText.percent(row.recall),
                title:
                    "\(row.label): \(ReportText.percent(row.recall)) of \(ReportText.count(row.images, "image"))\(others)"
            )
        }
        let title =
            ranked.count > bars.count
            ? "Classes, the weakest \(bars.count) of \(ranked.count)" : "Classes, weakest first"
        return section(title, Charts.bars(bars))
    }

    private var confusionPart: Markup {
        guard report.top1 != nil else { return "" }
        let names = classified.labelColumn.classes
        let confusion = ConfusionMatrix(Predictions(classified.outcomes), classes: names.count)
        let confused = confusion.confusions.prefix(2 * Self.mostClasses).flatMap { [$0.label, $0.predicted] }
        let isLarge = names.count > Self.mostClasses
        let kept = isLarge ? Set(confused.prefix(Self.mostClasses - 1)) : Set(names.indices)
        let order = confusion.blockOrder.filter(kept.contains)
        let shown = confusion.limited(to: order)
        let pairs = confusion.confusions.prefix(10).map { cell -> Markup in
            "<tr><td>\(names[cell.label])</td><td>taken for \(names[cell.predicted])</td><td>\(cell.images)</td></tr>"
        }
        return section(
            isLarge ? "Confusions of the \(order.count) classes that are confused most" : "Confusions",
            """
            <p class="quiet">Rows are the true classes, columns the predicted ones in the same order; a cell is as dark as its \
            share of the row. Point at a cell to read it.</p>\
            \(Charts.confusion(shown, order.map { names[$0] } + (isLarge ? ["other"] : [])))\
            <table>\(Array(pairs))</table>
            """)
    }

    private var calibrationPart: Markup {
        guard report.top1 != nil else { return "" }
        var diagram = ReliabilityDiagram()
        for outcome in classified.outcomes {
            guard let isRight = outcome.isRight else { continue }
            diagram.add(outcome.confidence, isRight: isRight)
        }
        return section(
            "How far to trust its probabilities",
            """
            <p class="quiet">Of the images that it is so sure of, how many are right? On the line, probabilities mean what \
            they say; below it, it is too sure.</p>\(Charts.reliability(diagram))
            """)
    }

    private func gallery(_ gallery: Gallery) -> Markup {
        guard !gallery.examples.isEmpty else { return "" }
        let figures = gallery.examples.map { example -> Markup in
            let picture: Markup =
                example.picture.map { data -> Markup in
                    "<img alt=\"\(example.file)\" src=\"data:image/jpeg;base64,\(data.base64EncodedString())\"/>"
                } ?? "<span class=\"quiet\">not readable</span>"
            return
                "<figure>\(picture)<figcaption>\(example.words)<br/><small>\(example.file)</small></figcaption></figure>"
        }
        return section(gallery.title, "<div class=\"gallery\">\(figures)</div>")
    }

    private var promptsPart: Markup {
        let templates = report.prompts.active.map { template -> Markup in "<li>\(template.text)</li>" }
        return section("Prompts", "<ul>\(templates)</ul><p class=\"quiet\">Class names: \(report.naming.text).</p>")
    }

    private var originPart: Markup {
        let rows = origin.map { key, value -> Markup in "<tr><td>\(key)</td><td><code>\(value)</code></td></tr>" }
        return section("Made by", "<table>\(rows)</table>")
    }
}
