import Model

extension LearnPage {
    /// What the prompts are worth, methods, levels of the curve, classes in the order of the page.
    static func tables(_ state: State) -> [ResultTable] {
        guard let shown = state.learnTable.shown, let choice = state.learnTable.choice else { return [] }
        return worth(shown) + [methods(shown.methods + (state.learnTable.withPrompts.answer ?? []), shown)]
            + levels(shown) + [classes(shown, choice)]
    }

    /// A number is missing where the curve does not cross.
    private static func worth(_ shown: PromptsBesideImages) -> [ResultTable] {
        guard let worth = shown.estimates?.worth else { return [] }
        let numbers = [worth.images, worth.interval.lowerBound, worth.interval.upperBound].map { images in
            ResultTable.Cell.number(images.isFinite ? images : nil, decimals: 1)
        }
        return [
            ResultTable(
                "worth", title: "labelled images a class", columns: ["images", "from", "to", "text"], count: 1
            ) { _ in numbers + [.text(worth.sentence)] }
        ]
    }

    private static func methods(_ all: [PromptsBesideImages.Method], _ shown: PromptsBesideImages) -> ResultTable {
        ResultTable(
            "methods", title: "methods", columns: ["method", "top1", "from", "to", "fitted_on", "reported_on"],
            count: all.count
        ) { place in
            let (row, range) = (all[place], all[place].top1.range)
            return [
                .text(row.method.rawValue), .share(row.top1.share), .share(range.lowerBound), .share(range.upperBound),
                .count(row.method.isZeroShot ? 0 : shown.fittedOn), .count(shown.reportedOn),
            ]
        }
    }

    private static func levels(_ shown: PromptsBesideImages) -> [ResultTable] {
        guard let levels = shown.levels, let estimates = shown.estimates else { return [] }
        return [
            ResultTable(
                "levels", title: "probe of a few images a class",
                columns: ["shots", "images_per_class", "short_classes", "top1", "from", "to"], count: levels.count
            ) { place in
                let (level, figure) = (levels[place], estimates.accuracies[place][0])
                return [
                    .count(level.shots), .number(level.imagesPerClass, decimals: 1), .count(level.shortClasses),
                    .share(figure.value), .share(figure.interval.lowerBound), .share(figure.interval.upperBound),
                ]
            }
        ]
    }

    private static func classes(_ shown: PromptsBesideImages, _ choice: ClassChoice) -> ResultTable {
        let names = choice.names
        return ResultTable(
            "per_class", title: "recall of each class",
            columns: ["label", "fitted_on", "images", "prompts", "probe", "difference"], count: shown.classes.count
        ) { place in
            let row = shown.classes[place]
            return [
                .text(names[row.label]), .count(row.fittedOn), .count(row.images), .share(row.prompts),
                .share(row.probe), .share(row.difference),
            ]
        }
    }
}
