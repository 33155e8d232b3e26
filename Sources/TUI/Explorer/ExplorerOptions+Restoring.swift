import Foundation
import Model

/// What the history gives an explorer to begin with.
struct Restoration: Sendable {
    var history: History?
    /// How the dataset was left.
    var left: History.KeptSession?
    /// What of it comes back: options win over it.
    var session: History.Session?
    var theme: String?
    var isDatasetRestored = false
    var isModelRestored = false
    /// The last start with this session ended badly: nothing of it comes back.
    var isSetAside = false
    /// That this start has not come to its end yet.
    var mark: StartMark?
    /// What does not come back, and why, a line each.
    var messages: [String] = []
}

extension ExplorerOptions {
    /// Whether the prompts begin as they were left.
    var restoresPrompts: Bool { !isFresh && !restoration.isSetAside && prompts.isEmpty }

    /// Opens the history, and takes from it what was not asked for otherwise.
    mutating func restore() {
        let failed = StartMark.takeFailed(in: directories.state)
        let mark = StartMark(in: directories.state)
        // It is read once more: what was killed then may not have been its fault.
        mark?.note(StartMark.Content(restoresSession: !failed.contains { $0.dataset == nil }))
        let opening = History.open(in: directories.state)
        restoration = Restoration(history: opening.history, mark: mark)
        do {
            if let history = opening.history { try restore(from: history, after: failed) }
        } catch {
            restoration.messages.append(message(of: error))
        }
        if let message = opening.message { restoration.messages.append(message) }
    }

    private mutating func restore(from history: History, after failed: [StartMark.Content]) throws {
        guard !failed.contains(StartMark.Content(restoresSession: false)) else {
            restoration.isSetAside = true
            restoration.messages.append("two starts ended badly while they read the history: nothing comes back")
            return
        }
        let last = isFresh ? nil : try history.lastSession()
        if !isDatasetChosen, let folder = last?.session.dataset {
            if failed.contains(StartMark.Content(dataset: folder.path, restoresSession: false)) {
                restoration.messages.append(
                    "\(folder.path), the last dataset, ended the last start: this is the sample")
            } else if FileManager.default.fileExists(atPath: folder.path) {
                (dataset, restoration.isDatasetRestored) = (folder, true)
            } else {
                restoration.messages.append("\(folder.path), the last dataset, is gone: this is the sample")
            }
        }
        restoration.left = try history.session(of: dataset.standardizedFileURL)
        let isSetAside = failed.contains { $0.dataset == dataset.standardizedFileURL.path }
        restoration.mark?.note(
            StartMark.Content(dataset: dataset.standardizedFileURL.path, restoresSession: !isFresh && !isSetAside))
        guard !isFresh else { return }
        restoration.theme = restoration.left?.session.theme ?? last?.session.theme
        if isSetAside { try setAside(in: history) }
        guard var session = restoration.left?.session else { return }
        if !isModelChosen, let location = session.model {
            if FileManager.default.fileExists(atPath: location.path) {
                (model, restoration.isModelRestored) = (location, true)
            } else {
                restoration.messages.append("\(location.path), the last model, is gone: this is the embedded one")
            }
        }
        if labelColumn != nil { session.labelColumn = nil }
        if paths == TablePaths() { paths = session.paths }
        if !restoresPrompts { session.prompts = nil }
        restoration.session = session
    }

    /// The session is not used again; its prompts are kept under a name.
    private mutating func setAside(in history: History) throws {
        restoration.isSetAside = true
        guard let left = restoration.left?.session else { return }
        restoration.left = nil
        var message = "the last start with this dataset ended badly: it is opened anew"
        if let prompts = left.prompts {
            _ = try history.save(prompts, as: Self.setAsideName)
            message += "; its prompts are kept as \"\(Self.setAsideName)\" (p)"
        }
        restoration.messages.append(message)
    }

    private static let setAsideName = "set aside"

    /// Where a dataset was opened that these options lead to: what they name, or the sample in its place.
    func location(of dataset: Dataset) -> URL {
        let sample = home.photos.standardizedFileURL
        return dataset.folder.standardizedFileURL.path == sample.path ? sample : self.dataset.standardizedFileURL
    }

    func isDatasetAskedFor(_ dataset: Dataset) -> Bool {
        location(of: dataset).path == self.dataset.standardizedFileURL.path
    }

    /// The model to begin with. One that nobody asked for now may have become unreadable: that is told.
    func firstModel(hashes: (any FileHashes)? = nil, telling: (String) -> Void) throws -> CLIP {
        do {
            return try CLIP(
                contentsOf: model, home: home, precision: precision, architecture: architecture, hashes: hashes)
        } catch  where restoration.isModelRestored {
            telling("\(message(of: error)); this is the embedded model")
            return try CLIP(contentsOf: home.model, home: home, precision: precision, hashes: hashes)
        }
    }

    /// The dataset to begin with; the same holds for it.
    /// - Parameter progress: called now and then with the number of images found; what it throws ends the reading.
    func firstDataset(
        telling: (String) -> Void, progress: @escaping (Int) throws -> Void = { _ in }
    ) throws -> Dataset {
        do {
            let dataset = try Dataset(
                contentsOf: dataset, labelColumn: labelColumn, paths: paths, embeddings: embeddings,
                library: home.templates, known: home.knownDatasets, progress: progress)
            try dataset.prompts.map { try dataset.check($0, source: $0.name) }
            return dataset
        } catch let error where restoration.isDatasetRestored && !(error is CancellationError) {
            telling("\(message(of: error)); this is the sample")
            return try Dataset(contentsOf: home.photos, labelColumn: labelColumn, library: home.templates)
        }
    }
}
