import Foundation

extension EvaluationReport {
    /// Of a model that was trained with a sigmoid: what is shown all the same.
    private var biasText: String {
        logitBias.map { String(format: ", logit bias %.1f; probabilities are the softmax over the classes", $0) } ?? ""
    }

    /// The report for people: what was evaluated, the figures, and the classes by recall, the weakest last.
    package func text(_ style: TextStyle) -> String {
        var blocks = [header(style)]
        if let figures { blocks.append(figures) }
        if let notes { blocks.append(ReportText.notes(notes, style)) }
        if let noAccuracy { blocks.append(ReportText.wrapped("No accuracy: " + noAccuracy + ".", style)) }
        if let notCounted { blocks.append(ReportText.wrapped(hiddenSentence(notCounted), style)) }
        if top1 != nil, let chosenOn { blocks.append(ReportText.wrapped(sentence(chosenOn), style)) }
        if !perClass.isEmpty { blocks.append(top1 == nil ? predictions(style) : recalls(style)) }
        blocks.append(times(style))
        return blocks.joined(separator: "\n")
    }

    private func header(_ style: TextStyle) -> String {
        var facts = [count(images, "image")]
        facts.append(classes == 0 ? "no labels" : count(classes, "class", "classes"))
        if let hiddenClasses { facts.append("\(hiddenClasses.count) hidden") }
        if let addedClasses { facts.append("\(addedClasses.count) added") }
        if let labelColumn, classes > 0 { facts.append("labels \(labelColumn)") }
        if let split { facts.append("split \(split)") }
        if failed > 0 { facts.append("\(failed) could not be read") }
        let names = title == dataset ? title : "\(title) (\(dataset))"
        var lines = [
            ("dataset", names + ": " + facts.joined(separator: ", ")),
            ("model", "\(model), logit scale \(String(format: "%.1f", logitScale))" + biasText),
        ]
        if let weights {
            lines.append(("weights", "\(weights): \(prompts.name)"))
        } else if classes > 0 {
            let texts = prompts.active.map { "\"\($0.text)\"" }.joined(separator: " ")
            lines.append(("prompts", "\(prompts.name), \(count(templates, "template")): \(texts)"))
            lines.append(("names", naming.text))
        }
        if let projection { lines.append(("after", projection)) }
        if let leftOutSentence { lines.append(("left out", leftOutSentence)) }
        return lines.map { key, value in
            key.padding(toLength: 9, withPad: " ", startingAt: 0)
                + style.cut(value.printable, to: min(style.columns, 120) - 9) + "\n"
        }.joined()
    }

    /// "12 of 412 images are of a hidden class (otter, seal): not counted."
    private func hiddenSentence(_ notCounted: Int) -> String {
        let names = (hiddenClasses ?? []).prefix(5).map(\.printable).joined(separator: ", ")
        let more = (hiddenClasses ?? []).count > 5 ? ", ..." : ""
        let verb = notCounted == 1 ? "is" : "are"
        return "\(notCounted) of \(count(images, "image")) \(verb) of a hidden class (\(names)\(more)): not counted."
    }

    /// "The prompts were chosen on 276 of these images, which praise them too much: top-1 is 76.2 % on the 277 others."
    private func sentence(_ chosen: Chosen) -> String {
        let what =
            prompts.entries.isEmpty && weights != nil ? "The classifier was fitted to" : "The prompts were chosen on"
        guard chosen.images > 0 else {
            return
                "\(what) images of \(chosen.datasets.joined(separator: ", ")), none of which is among"
                + " these, by their names."
        }
        guard let others = chosen.othersTop1 else {
            return "\(what) all these images, whose figures are too good; there are no others."
        }
        return "\(what) \(chosen.images) of these images, whose figures are too good: top-1 is"
            + " \(percent(others)) on the \(chosen.others) others."
    }

    /// Percent, under their names; nil without labels.
    private var figures: String? {
        guard let top1, let top5, let meanPerClass, let expectedCalibrationError else { return nil }
        let columns = [
            ("top-1", top1), ("top-5", classes > 5 ? top5 : nil), ("mean per class", meanPerClass),
            ("calibration error", expectedCalibrationError),
        ].map { name, share in (name, ReportText.percent(share)) }
        let widths = columns.map { max($0.0.count, $0.1.count) + 3 }
        func line(_ cells: [String]) -> String {
            zip(cells, widths).map { String(repeating: " ", count: $1 - $0.count) + $0 }.joined() + "\n"
        }
        return line(columns.map(\.0)) + line(columns.map(\.1))
    }

    private func recalls(_ style: TextStyle) -> String {
        let ranked = perClass.sorted { ($0.recall ?? -1, $0.images, $1.label) > ($1.recall ?? -1, $1.images, $0.label) }
        var table = TextTable(
            ["class", "images", "recall", "", "most confused with"], [.left, .right, .left, .right, .left])
        for row in ranked {
            table.add([
                row.label, "\(row.images)", row.recall.map { style.bar($0, width: barWidth) } ?? "",
                row.recall.map(percent) ?? "-", row.mostConfusedWith ?? "",
            ])
        }
        return table.text(style)
    }

    private func predictions(_ style: TextStyle) -> String {
        var table = TextTable(["class", "classified as it", ""], [.left, .right, .left])
        for row in perClass.sorted(by: { ($0.predicted, $1.label) > ($1.predicted, $0.label) }) {
            let share = images == 0 ? 0 : Double(row.predicted) / Double(images)
            table.add([row.label, "\(row.predicted)", style.bar(share, width: barWidth)])
        }
        return table.text(style)
    }

    private var barWidth: Int { 20 }

    private func times(_ style: TextStyle) -> String {
        let fromCache = cached > 0 ? " (\(cached) of \(images) cached)" : ""
        return [
            "load \(duration(seconds.load))", "images \(duration(seconds.images))\(fromCache)",
            "text \(duration(seconds.text))", "scores \(duration(seconds.scores))",
        ].joined(separator: style.isUnicode ? " · " : ", ") + "\n"
    }

    private func percent(_ share: Double) -> String { String(format: "%.1f %%", 100 * share) }

    private func duration(_ seconds: Double) -> String {
        seconds < 1 ? String(format: "%.0f ms", 1000 * seconds) : String(format: "%.1f s", seconds)
    }

    private func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        "\(number) \(number == 1 ? one : many ?? one + "s")"
    }
}
