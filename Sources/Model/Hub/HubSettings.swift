import Foundation

/// What the environment says of the hub; the variables are huggingface_hub's (constants.py).
package struct HubSettings: Sendable {
    /// HF_HUB_CACHE, else HF_HOME/hub, else XDG_CACHE_HOME/huggingface/hub, else ~/.cache/huggingface/hub.
    package let cache: HubCache
    /// HF_ENDPOINT, without a slash at its end.
    package let endpoint: String
    /// HF_TOKEN.
    let token: String?
    /// SSL_CERT_FILE, else REQUESTS_CA_BUNDLE, else CURL_CA_BUNDLE: a PEM file, as OpenSSL, Python's requests and curl know.
    let authorities: String?
    /// HF_HUB_OFFLINE is 1, ON, YES or TRUE.
    package let isOffline: Bool

    package init(environment: [String: String]) {
        func value(_ variable: String) -> String? {
            let text = environment[variable]?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
            return text.isEmpty ? nil : text
        }
        let user = value("HOME") ?? NSHomeDirectory()
        func path(_ variable: String) -> String? {
            value(variable).map { $0 == "~" || $0.hasPrefix("~/") ? user + $0.dropFirst() : $0 }
        }
        let home = path("HF_HOME") ?? (path("XDG_CACHE_HOME") ?? "\(user)/.cache") + "/huggingface"
        cache = HubCache(folder: URL(filePath: path("HF_HUB_CACHE") ?? "\(home)/hub", directoryHint: .isDirectory))
        let endpoint = value("HF_ENDPOINT") ?? "https://huggingface.co"
        self.endpoint = endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint
        token = value("HF_TOKEN")
        authorities = ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"].lazy.compactMap(path).first
        isOffline = ["1", "ON", "YES", "TRUE"].contains(value("HF_HUB_OFFLINE")?.uppercased())
    }
}
