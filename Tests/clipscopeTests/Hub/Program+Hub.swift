import Foundation

extension Program {
    /// A repository as huggingface_hub leaves it, with a small model of random weights.
    /// - Parameters:
    ///   - tower: of the goldens of the towers.
    ///   - hub: the cache's folder.
    func copyTower(_ tower: String, as folder: String, below hub: String) throws {
        let goldens = repository.appending(path: "Tests/ModelTests/Goldens/towers/\(tower)")
        let snapshot = "\(hub)/\(folder)/snapshots/\(HubServer.commit)"
        try write("\(hub)/\(folder)/refs/main", HubServer.commit)
        for (index, name) in try FileManager.default.contentsOfDirectory(atPath: goldens.path).enumerated() {
            let etag = String(repeating: "\(index)", count: 40)
            try write("\(hub)/\(folder)/blobs/\(etag)", Data(contentsOf: goldens.appending(path: name)))
            let link = self.folder.appending(path: "\(snapshot)/\(name)").path
            try FileManager.default.createDirectory(
                atPath: self.folder.appending(path: snapshot).path, withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "../../blobs/\(etag)")
        }
    }
}
