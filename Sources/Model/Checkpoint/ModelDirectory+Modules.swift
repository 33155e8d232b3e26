import Foundation

/// Directories of sentence-transformers: modules.json at the root names the module whose folder holds the model.
extension ModelDirectory {
    static let modules = "modules.json"

    private struct Module: Decodable {
        /// "sentence_transformers.models.CLIPModel"
        let type: String
        /// "0_CLIPModel", or nothing for the root.
        let path: String

        var kind: Substring { type.split(separator: ".").last ?? "" }
    }

    /// - Parameter root: what people name.
    /// - Throws: `CheckpointError` where the modules are those of a model without pictures.
    init(root: URL) throws {
        self.init(url: root, root: root)
        let hasOwn = [Self.openCLIPConfiguration, Self.huggingFaceConfiguration].contains(where: holds)
        guard holds(Self.modules), !hasOwn else { return }
        let list = file(Self.modules)
        let modules: [Module]
        do {
            let data = try BoundedFile.contents(of: list, atMost: BoundedFile.settings)
            modules = try JSONDecoder().decode([Module].self, from: data)
        } catch is DecodingError {
            throw CheckpointError.malformed(list, reason: "is no list of modules (type, path)")
        } catch {
            throw CheckpointError.unreadable(list, reason: message(of: error))
        }
        guard let clip = modules.first(where: { $0.kind == "CLIPModel" }) else {
            throw CheckpointError.malformed(
                list,
                reason:
                    "names \(listing(modules.map { String($0.kind) })): a text model of sentence-transformers alone, "
                    + "expected a CLIPModel")
        }
        guard !clip.path.contains("/"), ![".", ".."].contains(clip.path) else {
            throw CheckpointError.malformed(list, reason: "\(clip.path) is no name of a folder beside it")
        }
        if !clip.path.isEmpty {
            self.init(url: root.appending(path: clip.path, directoryHint: .isDirectory), root: root)
        }
    }
}
