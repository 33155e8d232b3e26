import Foundation

/// Why a model or a dataset could not be pulled.
package enum HubError: Error, Equatable {
    case badName(String)
    case badEndpoint(String)
    case offline(RepositoryName)
    case notThere(RepositoryName, endpoint: String)
    /// 401 and 403; a hub says 401 also of what does not exist, to whom it does not know.
    case refused(RepositoryName, status: Int, hasToken: Bool, saying: String?)
    case noFile(String, RepositoryName)
    case noModel(RepositoryName)
    case noData(RepositoryName)
    /// The split, the configuration or the like that was asked for.
    case noPart(String, role: String, RepositoryName, known: [String])
    case unexpectedStatus(Int, url: String, saying: String?)
    case noAnswer(url: String, reason: String)
    case untrusted(url: String, reason: String)
    case malformedAnswer(url: String, reason: String)
    case wrongSize(file: String, expected: Int, found: Int)
    case wrongHash(file: String, kind: String, expected: String, found: String)
    /// A list or a configuration that is larger than any can be.
    case tooLarge(String, most: Int)
    case cannotWrite(URL, reason: String)
    case cannotRead(URL, reason: String)
    /// What came is as the hub says it is, as far as that can be checked, and is no model.
    case unreadable(reason: String, files: [URL])

    /// Runs `body`; what goes wrong there is about `file`.
    static func writing<Value>(_ file: URL, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            throw HubError.cannotWrite(file, reason: message(of: error))
        }
    }
}

extension HubError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .badName(let name):
            "\"\(name)\" is not the name of a repository, expected one like openai/clip-vit-base-patch32"
        case .badEndpoint(let endpoint): "HF_ENDPOINT is \(endpoint), expected http:// or https:// and a host"
        case .offline(let name): "\(name) is not here, and HF_HUB_OFFLINE is set: nothing is downloaded"
        case .notThere(let name, let endpoint): "\(endpoint) has no repository \(name) (404)"
        case .refused(let name, let status, let hasToken, let saying):
            "\(name): the hub refuses (\(status)\(saying.map { ": \($0)" } ?? "")): there is no such repository, or it "
                + (hasToken
                    ? "is not open to the token in HF_TOKEN"
                    : "is private or gated; set HF_TOKEN to a token that may read it")
        case .noFile(let file, let name): "\(name): the hub lists \(file) but does not have it (404)"
        case .noModel(let name):
            "\(name): no model that is read, expected config.json and model.safetensors or pytorch_model.bin (Hugging "
                + "Face), or open_clip_config.json and open_clip_model.safetensors (open_clip)"
        case .noData(let name):
            "\(name): no images that are read, expected Parquet files, tar shards or image files, or that the hub has "
                + "converted it to Parquet"
        case .noPart(let part, let role, let name, let known):
            "\(name): no \(role) \"\(part)\", found \(known.isEmpty ? "none" : listing(known))"
        case .unexpectedStatus(let status, let url, let saying):
            "\(url): answers \(status)\(saying.map { ": \($0)" } ?? "")"
        case .noAnswer(let url, let reason): "\(url): \(reason)"
        case .untrusted(let url, let reason):
            "\(url): its certificate is not trusted (\(reason)); if a proxy of yours stands between, name the file of its "
                + "certificate in SSL_CERT_FILE"
        case .malformedAnswer(let url, let reason): "\(url): \(reason)"
        case .wrongSize(let file, let expected, let found):
            "\(file): \(found > expected ? "more" : "\(found)") bytes came, expected \(expected); they were deleted"
        case .wrongHash(let file, let kind, let expected, let found):
            "\(file): what came has the \(kind) \(found), expected \(expected); it was deleted"
        case .tooLarge(let what, let most): "\(what) is larger than \(most >> 20) MB; it is not fetched"
        case .cannotWrite(let file, let reason): "\(file.path): cannot be written: \(reason)"
        case .cannotRead(let file, let reason): "\(file.path): cannot be read: \(reason)"
        case .unreadable(let reason, let files):
            "\(reason); it was fetched again and the hub's names tell no hash: delete \(listing(files.map(\.path))) to try "
                + "once more"
        }
    }
}
