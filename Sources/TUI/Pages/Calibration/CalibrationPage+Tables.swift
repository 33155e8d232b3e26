import Model

extension CalibrationPage {
    /// The diagram at the temperature that is tried, the temperatures on both halves, and thresholds.
    static func tables(_ state: State) -> [ResultTable] {
        guard let answer = state.calibration.inquiry.answer, let shown = state.calibration.shown,
            answer.question.evaluation.request.labelColumn?.name == state.labelColumn?.name
        else { return [] }
        let calibration = state.calibration
        let thresholds = calibration.selective.map { Self.thresholds($0, calibration) }
        let tables = [bins(shown), thresholds, temperatures(answer, calibration)].compactMap { $0 }
        guard calibration.place == .threshold, let thresholds else { return tables }
        return [thresholds] + tables.filter { $0.key != thresholds.key }
    }

    private static func bins(_ shown: EvaluatedTemperature) -> ResultTable {
        let (diagram, temperature) = (shown.diagram, shown.temperature)
        return ResultTable(
            "bins", title: "reliability",
            columns: ["temperature", "from", "to", "images", "confidence", "accuracy"], count: diagram.bins.count
        ) { row in
            let (range, bin) = (diagram.range(of: row), diagram.bins[row])
            return [
                .number(temperature, decimals: 4), .share(range.lowerBound), .share(range.upperBound),
                .count(bin.images), .share(bin.confidence), .share(bin.accuracy),
            ]
        }
    }

    /// As far as they are known.
    private static func temperatures(_ answer: Calibration.Answer, _ calibration: Calibration) -> ResultTable {
        let tried = calibration.temperature == nil ? nil : calibration.shown
        let all: [(String, EvaluatedTemperature?)] = [
            ("model", answer.model), ("fitted", answer.isFitAtLimit ? nil : answer.fitted), ("tried", tried),
        ]
        let rows = all.flatMap { name, evaluated in
            [("fitted half", evaluated?.chosen), ("other half", evaluated?.reported)].compactMap { half, fit in
                fit.map { (name, half, $0) }
            }
        }
        return ResultTable(
            "temperatures", title: "temperatures",
            columns: ["name", "images", "temperature", "logit_scale", "nll", "ece"], count: rows.count
        ) { row in
            let (name, half, fit) = rows[row]
            return [
                .text(name), .text(half), .number(fit.temperature, decimals: 4), .number(fit.logitScale, decimals: 2),
                .number(fit.negativeLogLikelihood, decimals: 3), .share(fit.reliability.expectedCalibrationError),
            ]
        }
    }

    /// What the threshold under the cursor leaves, then those of the curve.
    private static func thresholds(_ selective: SelectiveAccuracy, _ calibration: Calibration) -> ResultTable {
        let points = [selective.at(calibration.threshold)] + selective.curve(10)
        let score = calibration.score.rawValue
        return ResultTable(
            "thresholds", title: "thresholds, the page's first",
            columns: ["score", "threshold", "images", "coverage", "accuracy"], count: points.count
        ) { row in
            let point = points[row]
            return [
                .text(score), .number(point.threshold, decimals: 3), .count(point.images), .share(point.coverage),
                .share(point.accuracy),
            ]
        }
    }
}
