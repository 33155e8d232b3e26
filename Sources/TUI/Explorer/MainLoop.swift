import Foundation

/// The main thread: waits for keys, signals and letters, changes the state, draws. Never waits for anyone else.
final class MainLoop {
    enum Ending {
        case quit
        /// Another dataset is to be opened.
        case open(URL)
        /// The signal that asked for the end.
        case signal(Int32)
        case failure(any Error)
    }

    private let terminal: Terminal
    private let mailbox: Mailbox
    private let engine: Engine
    private let pictures: PictureThread
    private let saving: Saving
    private let reading: FileReading
    private let outside: Outside
    private var keeper: SessionKeeper
    private let questions: BackgroundThreads
    private let themes: [String: Theme]
    private var state: State
    private var ending: Ending?
    private var needsDrawing = true
    private var drawn = ContinuousClock.now - frame
    /// An evaluation that was asked for and has not been answered.
    private var awaited: (generation: Int, since: ContinuousClock.Instant)?

    /// That the start has not come to its end.
    private let mark: StartMark?
    /// When it has, unless something happens.
    private var settles: ContinuousClock.Instant?
    private var hasSettled = false

    /// After the first answer: what it brings about is over.
    private static let start = Duration.seconds(3)
    /// 60 frames a second at most.
    private static let frame = Duration.microseconds(16_600)
    /// After this the numbers on the screen look unfinished.
    private static let moment = Duration.milliseconds(150)

    init(_ options: ExplorerOptions, themes: [Theme], terminal: Terminal, mailbox: Mailbox) {
        self.terminal = terminal
        self.mailbox = mailbox
        mark = options.restoration.mark
        self.themes = Dictionary(themes.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        engine = Engine(options, mailbox: mailbox)
        // The dataset is opened while the terminal is waited for.
        engine.start()
        terminal.awaitReplies()
        pictures = PictureThread(themes: themes, colours: terminal.capabilities.colours, mailbox: mailbox)
        saving = Saving(
            in: options.workingDirectory, environment: options.environment, history: options.restoration.history,
            mailbox: mailbox)
        let paths = TypedPath(in: options.workingDirectory, environment: options.environment)
        reading = FileReading(paths, mailbox: mailbox)
        outside = Outside(environment: options.environment, mailbox: mailbox)
        let theme = options.firstTheme(of: themes, background: terminal.capabilities.background)
        keeper = SessionKeeper(options, firstTheme: theme, saving: saving)
        questions = BackgroundThreads(engine, mailbox)
        state = State(
            size: terminal.size, themes: themes.map(\.name), theme: theme,
            pictureStyle: options.pictures ?? .sextants, datasetName: options.datasetName,
            modelName: options.modelName)
        state.isPictureStyleChosen = options.pictures != nil
        state.take(terminal.capabilities.pictureMeans)
        state.keepsSession = options.restoration.history != nil
    }

    func run() -> Ending {
        draw()
        pictures.start()
        while true {
            wait()
            takeSignals()
            for event in terminal.events() { apply(event) }
            if terminal.isClosed { ending = .signal(SIGHUP) }
            let means = terminal.capabilities.pictureMeans
            if means != state.pictureMeans { apply(.pictureMeans(means)) }
            takeLetters()
            keeper.look(at: state)
            if let ending { return ending }
            markSlowWork()
            settle()
            if needsDrawing, ContinuousClock.now - drawn >= Self.frame { draw() }
        }
    }

    /// Gives the terminal back.
    func close() {
        terminal.close()
    }

    /// - Returns: whether no thread works any more; false when one still does after `seconds`.
    func stopThreads(within seconds: Double) -> Bool {
        let others: [any StoppableThread] = [engine, pictures]
        return (others + questions.all).stop(within: seconds)
    }

    /// - Returns: whether everything that was to be saved is; false when the disk does not answer for `seconds`.
    func finishSaving(within seconds: Double) -> Bool { saving.wait(within: seconds) }

    private func wait() {
        var sources = [
            pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
            pollfd(fd: mailbox.pipe.readEnd, events: Int16(POLLIN), revents: 0),
        ]
        poll(&sources, nfds_t(sources.count), timeout)
        // The terminal went away without a signal.
        if sources[0].revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 { ending = .signal(SIGHUP) }
    }

    /// Milliseconds until something is due without anything happening; -1 is never.
    private var timeout: Int32 {
        var due: [ContinuousClock.Instant] = []
        if needsDrawing { due.append(drawn + Self.frame) }
        if let awaited { due.append(awaited.since + Self.moment) }
        if let settles { due.append(settles) }
        if let reply = terminal.due { due.append(reply) }
        guard let first = due.min() else { return -1 }
        return Int32(max(0, ((first - .now) / .milliseconds(1)).rounded(.up)))
    }

    private func takeSignals() {
        let signals = mailbox.pipe.drain()
        for stop in [SIGTERM, SIGHUP, SIGINT, SIGQUIT] where signals.contains(stop) { ending = .signal(stop) }
        if signals.contains(SIGTSTP) {
            terminal.suspend()
            // Where nobody could let the process go on, it has not stopped, and no signal says that it goes on.
            needsDrawing = true
        }
        if signals.contains(SIGCONT) { terminal.resume() }
        if signals.contains(SIGCONT) || signals.contains(SIGWINCH) { apply(.resize(terminal.measure())) }
    }

    private func takeLetters() {
        for letter in mailbox.take() {
            switch letter {
            case .event(let event): apply(event)
            case .fatal(let error): ending = .failure(error)
            }
        }
    }

    private func apply(_ event: Event) {
        if case .evaluation(let evaluation) = event, evaluation.request.generation == awaited?.generation {
            awaited = nil
        }
        needsDrawing = true
        for work in state.apply(event) { perform(work) }
        if case .evaluation = event, !hasSettled, settles == nil { settles = .now + Self.start }
    }

    private func settle() {
        guard let due = settles, .now >= due else { return }
        (settles, hasSettled) = (nil, true)
        mark?.settle()
    }

    private func perform(_ work: Work) {
        switch work {
        case .evaluate(let request):
            engine.evaluate(request)
            awaited = (request.generation, .now)
        case .prefer(let images): engine.prefer(images)
        case .draw(let request): pictures.draw(request)
        case .drawThumbnails(let request): pictures.draw(request)
        case .save(let set, let name, let replacing): saving.save(set, to: name, replacing: replacing)
        case .keep(let set, let name): saving.keep(set, as: name)
        case .export(let tables, let name, let format, let replacing):
            saving.export(tables, to: name, as: format, replacing: replacing)
        case .stopExport: saving.stopExport()
        case .listVersions(let name): saving.listVersions(of: name)
        case .asked(let asked): questions.submit(asked)
        case .stopped(let name): questions.cancel(name)
        case .evaluateReference(let request): engine.evaluate(reference: request)
        case .keepRemark(let remark, let path): keeper.keep(remark, on: path, of: state)
        case .listModels: engine.listModels()
        case .listRuns: saving.listRuns()
        case .complete(let path): reading.complete(path)
        case .read(let path, let purpose): reading.read(path, for: purpose)
        case .use(let model):
            keeper.use(model: model)
            engine.use(model: model)
        case .copy(let text): outside.copy(text)
        case .view(let file): outside.view(file)
        case .repaint: terminal.repaint()
        case .open(let dataset): ending = .open(dataset)
        case .quit: ending = .quit
        }
    }

    private func markSlowWork() {
        guard let awaited, ContinuousClock.now - awaited.since >= Self.moment else { return }
        self.awaited = nil
        apply(.computing(generation: awaited.generation))
    }

    private func draw() {
        terminal.draw(screen(state), theme: themes[state.theme] ?? .plain)
        drawn = .now
        needsDrawing = false
    }
}
