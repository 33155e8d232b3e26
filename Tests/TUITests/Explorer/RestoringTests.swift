import Foundation
import Model
import Testing

@testable import TUI

/// An explorer's start beside a history in a folder of its own.
private final class Start {
    let folder = FileManager.default.temporaryDirectory.appending(path: "start-\(UUID().uuidString)")
        .resolvingSymlinksInPath()
    let home = Home(
        folder: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent())
    let prompts = PromptSet(name: "mine", templates: ["my {label}"])

    init() throws {
        for name in ["zoo", "pets", "model"] {
            try FileManager.default.createDirectory(at: url(name), withIntermediateDirectories: true)
        }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func url(_ name: String) -> URL { folder.appending(path: name, directoryHint: .isDirectory) }

    var directories: Directories { Directories(environment: ["HOME": folder.path]) }

    func history() throws -> History { try History(directory: directories.state) }

    func keep(_ dataset: String, model: String? = nil) throws {
        try history().keep(
            History.Session(
                dataset: url(dataset), model: model.map(url), labelColumn: "fine", prompts: prompts,
                filter: ["text": "a"], theme: "light"))
    }

    /// What starts have left that have not come to their end.
    func marks() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directories.state.path).filter { $0.hasPrefix("starting-") }
    }

    /// As a start that was killed leaves it.
    func fail(_ content: StartMark.Content) throws {
        try FileManager.default.createDirectory(at: directories.state, withIntermediateDirectories: true)
        try JSONEncoder().encode(content).write(to: directories.state.appending(path: "starting-\(UUID().uuidString)"))
    }

    /// Where the explorer would start, given these options.
    func options(
        dataset: String? = nil, labelColumn: String? = nil, model: String? = nil, prompts: [PromptSet] = [],
        theme: String? = nil, isFresh: Bool = false
    ) -> ExplorerOptions {
        var options = ExplorerOptions(
            dataset: dataset.map(url), labelColumn: labelColumn, model: model.map(url), prompts: prompts, theme: theme,
            isFresh: isFresh, home: home, directories: directories, environment: [:])
        options.restore()
        return options
    }
}

@Suite struct RestoringTests {
    @Test func withoutAHistoryTheSampleIsOpened() throws {
        let options = try Start().options()
        #expect(options.dataset == options.home.photos && options.model == options.home.model)
        #expect(options.restoration.session == nil && options.restoration.messages.isEmpty)
    }

    @Test func theLastDatasetComesBackWithItsSession() throws {
        let start = try Start()
        try start.keep("zoo")
        try start.keep("pets", model: "model")
        let options = start.options()
        #expect(options.dataset.path == start.url("pets").path && options.model.path == start.url("model").path)
        #expect(options.restoration.session?.prompts == start.prompts)
        #expect(options.firstTheme(of: try options.themes().themes, background: nil) == "light")
    }

    @Test func aDatasetThatIsAskedForComesBackWithItsOwn() throws {
        let start = try Start()
        try start.keep("zoo", model: "model")
        try start.keep("pets")
        #expect(start.options(dataset: "zoo").model.path == start.url("model").path)
        let other = start.options(dataset: "model")
        #expect(other.restoration.session == nil && other.model == other.home.model)
    }

    @Test func howATableNamesItsImagesComesBack() throws {
        let start = try Start()
        let paths = TablePaths(column: "id", folder: "train", ending: "jpg")
        try start.history().keep(History.Session(dataset: start.url("pets"), paths: paths))
        #expect(start.options().paths == paths && start.options(dataset: "pets").paths == paths)
        #expect(start.options(dataset: "zoo").paths == TablePaths())
        #expect(start.options(dataset: "pets", isFresh: true).paths == TablePaths())
    }

    @Test func optionsWinOverTheSession() throws {
        let start = try Start()
        try start.keep("pets", model: "gone")
        let options = start.options(
            labelColumn: "coarse", model: "model", prompts: [.photo], theme: "dark")
        #expect(options.model.path == start.url("model").path && options.restoration.messages.isEmpty)
        #expect(options.restoration.session?.prompts == nil && options.restoration.session?.labelColumn == nil)
        #expect(options.restoration.session?.filter == ["text": "a"])
        #expect(options.firstTheme(of: try options.themes().themes, background: nil) == "dark")
    }

    @Test func freshNothingComesBack() throws {
        let start = try Start()
        try start.keep("pets")
        let options = start.options(isFresh: true)
        #expect(options.dataset == options.home.photos && options.restoration.session == nil)
        #expect(options.firstTheme(of: try options.themes().themes, background: nil) == "dark")
    }

    @Test func whatIsGoneIsToldAndReplaced() throws {
        let start = try Start()
        try start.keep("pets", model: "model")
        try FileManager.default.removeItem(at: start.url("model"))
        var options = start.options()
        #expect(options.dataset.path == start.url("pets").path && options.model == options.home.model)
        #expect(
            options.restoration.messages == [
                "\(start.url("model").path), the last model, is gone: this is the embedded one"
            ])
        try FileManager.default.removeItem(at: start.url("pets"))
        options = start.options()
        #expect(options.dataset == options.home.photos && options.restoration.session == nil)
        #expect(
            options.restoration.messages == ["\(start.url("pets").path), the last dataset, is gone: this is the sample"]
        )
    }

    @Test func whatBecameUnreadableIsToldAndReplaced() throws {
        let start = try Start()
        try start.keep("pets", model: "model")
        let options = start.options()
        var told: [String] = []
        #expect(try options.firstModel { told.append($0) }.name == "embedded")
        let dataset = try options.firstDataset { told.append($0) }
        #expect(dataset.folder.path == options.home.photos.path && !options.isDatasetAskedFor(dataset))
        #expect(
            told.count == 2 && told[0].hasSuffix("; this is the embedded model")
                && told[1].hasSuffix("; this is the sample"))
        // But what is asked for now is an error.
        let asked = start.options(dataset: "pets", model: "model")
        #expect(throws: DatasetError.self) { try asked.firstDataset { told.append($0) } }
        #expect(throws: CheckpointError.self) { try asked.firstModel { told.append($0) } }
        #expect(told.count == 2)
    }

    @Test func aStartThatEndsAsItShouldLeavesTheSessionAlone() throws {
        let start = try Start()
        try start.keep("pets")
        let options = start.options()
        // One that has not come to its end yet is another explorer's.
        #expect(try start.marks().count == 1)
        #expect(start.options().restoration.session?.prompts == start.prompts)
        options.restoration.mark?.settle()
        #expect(try start.marks().isEmpty)
        #expect(start.options().restoration.session?.filter == ["text": "a"])
    }

    @Test func aSessionThatEndsAStartBadlyIsSetAsideAtTheNext() throws {
        let start = try Start()
        try start.keep("pets", model: "model")
        try start.fail(StartMark.Content(dataset: start.url("pets").path))
        let options = start.options()
        #expect(options.dataset.path == start.url("pets").path && options.model == options.home.model)
        #expect(options.restoration.session == nil && options.restoration.left == nil && !options.restoresPrompts)
        #expect(
            options.restoration.messages == [
                "the last start with this dataset ended badly: it is opened anew; its prompts are kept as \"set aside\" (p)"
            ])
        let kept = try #require(try start.history().versions(of: "set aside").first)
        #expect(try PromptChoice(kept).set.entries == start.prompts.entries)
        // Once.
        #expect(start.options().restoration.messages.isEmpty)
    }

    @Test func anotherDatasetsSessionIsNotSetAside() throws {
        let start = try Start()
        try start.keep("pets")
        try start.fail(StartMark.Content(dataset: start.url("zoo").path))
        #expect(start.options().restoration.session?.prompts == start.prompts)
    }

    @Test func aDatasetThatEndsAStartBadlyWithoutItsSessionIsNotOpenedUnasked() throws {
        let start = try Start()
        try start.keep("pets")
        try start.fail(StartMark.Content(dataset: start.url("pets").path, restoresSession: false))
        var options = start.options()
        #expect(options.dataset == options.home.photos && options.restoration.messages.count == 1)
        try start.fail(StartMark.Content(dataset: start.url("pets").path, restoresSession: false))
        options = start.options(dataset: "pets")
        #expect(options.dataset.path == start.url("pets").path && options.restoration.session == nil)
    }

    @Test func aHistoryThatEndsTwoStartsIsNotReadAThirdTime() throws {
        let start = try Start()
        try start.keep("pets")
        try start.fail(StartMark.Content())
        #expect(start.options().restoration.session?.prompts == start.prompts)
        try start.fail(StartMark.Content(restoresSession: false))
        let options = start.options()
        #expect(options.restoration.session == nil && options.restoration.messages.count == 1)
    }

    @Test func aDamagedHistoryIsTold() throws {
        let start = try Start()
        try FileManager.default.createDirectory(at: start.directories.state, withIntermediateDirectories: true)
        try Data(repeating: 0x41, count: 5000).write(to: History.file(in: start.directories.state))
        let options = start.options()
        #expect(options.restoration.history == nil && options.restoration.messages.count == 1)
        #expect(options.restoration.messages[0].contains("the history is damaged"))
    }
}

@Suite struct SessionKeeperTests {
    /// The sample as it is when everything is known, opened with these prompts.
    private func state(_ prompts: PromptSet) -> State {
        var state = Sample.started()
        state.run(.opened(Sample.dataset, choices: Sample.choices, prompts: prompts))
        state.run(.modelReady(name: "embedded", fingerprint: "f00d"))
        state.run(.embeddings(Sample.embeddings(84), EmbeddingProgress(done: 84, total: 84)))
        state.run(.evaluation(Sample.evaluate(state.requestedEvaluation!, state.embeddings)))
        return state
    }

    private func keeper(_ options: ExplorerOptions) -> (SessionKeeper, Saving) {
        let saving = Saving(
            in: options.workingDirectory, environment: [:], history: options.restoration.history, mailbox: Mailbox())
        return (SessionKeeper(options, firstTheme: "dark", saving: saving), saving)
    }

    @Test func howItStandsIsKept() throws {
        let start = try Start()
        var (keeper, saving) = keeper(start.options(dataset: "pets", model: "model"))
        var state = state(Sample.prompts)
        state.modelName = "model"
        keeper.look(at: state)
        state.hit(.tab, .char(" "), .char("t"), .enter)
        keeper.look(at: state)
        saving.wait()
        let kept = try #require(try start.history().lastSession()).session
        #expect(kept.dataset.path == start.url("pets").path && kept.model?.path == start.url("model").path)
        #expect(kept.prompts == state.promptEditor.set && kept.theme == "light")
    }

    @Test func promptsThatAnOptionPutInTheirPlaceLeaveThoseOfBefore() throws {
        let start = try Start()
        try start.keep("pets")
        var (keeper, saving) = keeper(start.options(dataset: "pets", prompts: [.photo]))
        var state = state(.photo)
        keeper.look(at: state)
        state.hit(.down, .down)
        keeper.look(at: state)
        saving.wait()
        #expect(try start.history().lastSession()?.session.prompts == start.prompts)
        state.hit(.tab, .char(" "))
        keeper.look(at: state)
        saving.wait()
        #expect(try start.history().lastSession()?.session.prompts == state.promptEditor.set)
    }

    @Test func aDiskThatDoesNotAnswerIsNotWaitedForAtTheEnd() throws {
        let start = try Start()
        let saving = Saving(in: start.folder, environment: [:], history: try start.history(), mailbox: Mailbox())
        let answer = DispatchSemaphore(value: 0)
        saving.record {
            answer.wait()
            throw CancellationError()
        }
        #expect(!saving.wait(within: 0.05))
        answer.signal()
        #expect(saving.wait(within: 60))
    }

    @Test func anEvaluationOnAllImagesIsOneRun() throws {
        let start = try Start()
        var (keeper, saving) = keeper(start.options())
        var state = state(Sample.prompts)
        for _ in 0..<3 { keeper.look(at: state) }
        saving.wait()
        let run = try #require(try start.history().runs().last?.run)
        #expect(run.dataset == "Sample photos" && run.labelColumn == "coarse" && run.model == "embedded")
        #expect(run.figures.images == 84 && run.figures.top1 == state.scores.current?.metrics?.top1)
        // There and back again is one more.
        state.hit(.tab)
        for _ in 0..<4 {
            state.hit(.char(" "))
            keeper.look(at: state)
            saving.wait()
        }
        #expect(try start.history().runs().count == 2)
    }
}
