import Model

/// The threads for what the calibration page asks.
struct CalibrationThreads {
    let calibrations: BackgroundThread<Calibration.Question>
    let temperatures: BackgroundThread<Calibration.TrialQuestion>

    init(_ mailbox: Mailbox) {
        calibrations = BackgroundThread("calibration", mailbox: mailbox) { request, isStale, post in
            telling(post) {
                try Calibration.Answer.find(request.question, isCancelled: isStale) {
                    post(.calibrated(generation: request.generation, $0))
                }
            }
        }
        temperatures = BackgroundThread("temperature", mailbox: mailbox) { request, isStale, post in
            telling(post) {
                let judged = try JudgedTemperature(
                    request.question.halves, temperature: request.question.temperature, isCancelled: isStale)
                post(.triedTemperature(generation: request.generation, judged))
            }
        }
    }

    func start() {
        calibrations.start()
        temperatures.start()
    }

    var all: [any StoppableThread] { [calibrations, temperatures] }
}
