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
    /// What does not come back, and why, a line each.
    var messages: [String] = []
}

extension Explorer.Options {
    /// Whether the prompts begin as they were left.
    var restoresPrompts: Bool { !isFresh && prompts.isEmpty }

    /// Opens the history, and takes from it what was not asked for otherwise.
    mutating func restore() {
        let opening = History.open(in: directories.state)
        restoration = Restoration(history: opening.history)
        do {
            if let history = opening.history { try restore(from: history) }
        } catch {
            restoration.messages.append(message(of: error))
        }
        if let message = opening.message { restoration.messages.append(message) }
    }

    private mutating func restore(from history: History) throws {
        let last = isFresh ? nil : try history.lastSession()
        if !isDatasetChosen, let folder = last?.session.dataset {
            if FileManager.default.fileExists(atPath: folder.path) {
                (dataset, restoration.isDatasetRestored) = (folder, true)
            } else {
                restoration.messages.append("\(folder.path), the last dataset, is gone: this is the sample")
            }
        }
        restoration.left = try history.session(of: dataset.standardizedFileURL)
        guard !isFresh else { return }
        restoration.theme = restoration.left?.session.theme ?? last?.session.theme
        guard var session = restoration.left?.session else { return }
        if !isModelChosen, let location = session.model {
            if FileManager.default.fileExists(atPath: location.path) {
                (model, restoration.isModelRestored) = (location, true)
            } else {
                restoration.messages.append("\(location.path), the last model, is gone: this is the embedded one")
            }
        }
        if labelColumn != nil { session.labelColumn = nil }
        if !restoresPrompts { session.prompts = nil }
        restoration.session = session
    }

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
            return try CLIP(contentsOf: model, home: home, precision: precision, hashes: hashes)
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
            return try Dataset(
                contentsOf: dataset, labelColumn: labelColumn, embeddings: embeddings, library: home.templates,
                known: home.knownDatasets, progress: progress)
        } catch let error where restoration.isDatasetRestored && !(error is CancellationError) {
            telling("\(message(of: error)); this is the sample")
            return try Dataset(contentsOf: home.photos, labelColumn: labelColumn, library: home.templates)
        }
    }
}
