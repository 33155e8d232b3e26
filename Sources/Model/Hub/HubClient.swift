import Foundation

/// Requests to one hub: with the token, along redirections, again where a server or a connection fails.
struct HubClient {
    let settings: HubSettings
    let isCancelled: @Sendable () -> Bool
    /// Told before a wait: why, and for how many seconds.
    let onRetry: (String, Double) -> Void
    private let http: HTTPClient
    private let endpoint: URL

    /// Waits between attempts, in seconds; an attempt that gained something begins them anew.
    private static let waits = [0.5, 1, 2, 4, 8, 16]
    /// Bytes that count as something, and attempts at one file in all: a server may give a little at each without end.
    private static let gain = 32 << 10
    private static let mostAttempts = 200
    private static let longestWait = 300.0
    private static let redirections = 5

    /// - Throws: `HubError.badEndpoint`
    init(
        _ settings: HubSettings, isCancelled: @escaping @Sendable () -> Bool,
        onRetry: @escaping (String, Double) -> Void
    ) throws {
        guard let url = URL(string: settings.endpoint), ["http", "https"].contains(url.scheme), url.host != nil else {
            throw HubError.badEndpoint(settings.endpoint)
        }
        endpoint = url
        http = HTTPClient(authorities: settings.authorities)
        (self.settings, self.isCancelled, self.onRetry) = (settings, isCancelled, onRetry)
    }

    struct Answer {
        let url: URL
        let response: HTTPClient.Response
        /// Headers of the hub's own answer, before a redirection to where the bytes lie.
        let hub: HTTPClient.Response
        /// Whether it is the hub's own, not that of the host that the bytes lie on.
        let isHubs: Bool

        /// What a hub says in words of its refusal.
        var saying: String? {
            response.header("X-Error-Message").flatMap { $0.isEmpty ? nil : String($0.prefix(200)) }
        }
    }

    /// Sends until there is an answer that is neither 429 nor 5xx.
    /// - Parameters:
    ///   - path: below the endpoint, percent-encoded.
    ///   - offset: asked before every attempt; the first byte that is wanted, nil for all without a Range.
    ///   - followsToStorage: false where the hub's own answer is wanted, not that of the host that the bytes lie on.
    ///   - receive: a piece of a 2xx body; with `isFirst` for the first of an attempt.
    /// - Throws: `HubError`, `CancellationError`
    func send(
        _ method: String, _ path: String, offset: () -> Int? = { nil }, followsToStorage: Bool = true,
        receive: (HTTPClient.Response, Data, _ isFirst: Bool) throws -> Void = { _, _, _ in }
    ) throws -> Answer {
        guard let url = URL(string: "\(settings.endpoint)/\(path)") else {
            throw HubError.malformedAnswer(url: settings.endpoint, reason: "\"\(path)\" is no path")
        }
        var attempt = 0
        var attempts = 0
        var reached = offset() ?? 0
        while true {
            let fault: (reason: String, wait: Double?, status: Int?)
            do {
                let answer = try follow(
                    method, url, offset: offset(), followsToStorage: followsToStorage, receive: receive)
                let status = answer.response.status
                guard status == 429 || (500...599).contains(status) else { return answer }
                let after = answer.response.header("Retry-After").flatMap { Int($0) }.map(Double.init)
                fault = (answer.saying ?? "the server answers \(status)", after, status)
            } catch HTTPClient.Failure.connection(let reason) {
                fault = (reason, nil, nil)
            } catch HTTPClient.Failure.certificate(let reason) {
                throw HubError.untrusted(url: url.absoluteString, reason: reason)
            }
            let now = offset() ?? 0
            if now >= reached + Self.gain { (attempt, reached) = (0, now) }
            attempts += 1
            guard attempt < Self.waits.count, attempts < Self.mostAttempts else {
                throw fault.status.map { .unexpectedStatus($0, url: url.absoluteString, saying: nil) }
                    ?? HubError.noAnswer(url: url.absoluteString, reason: "\(fault.reason), \(attempts) times")
            }
            let wait = min(Self.longestWait, max(0, fault.wait ?? Self.waits[attempt]))
            attempt += 1
            onRetry(fault.reason, wait)
            try sleep(wait)
        }
    }

    private func follow(
        _ method: String, _ start: URL, offset: Int?, followsToStorage: Bool,
        receive: (HTTPClient.Response, Data, _ isFirst: Bool) throws -> Void
    ) throws -> Answer {
        var url = start
        var hub: HTTPClient.Response?
        for _ in 0...Self.redirections {
            var isFirst = true
            let response = try http.send(request(method, url, offset: offset), isCancelled: isCancelled) {
                response, data in
                try receive(response, data, isFirst)
                isFirst = false
            }
            let own = isOwn(url) ? response : hub ?? response
            hub = own
            let isRedirection = [301, 302, 303, 307, 308].contains(response.status)
            let target = isRedirection ? response.header("Location").flatMap { URL(string: $0, relativeTo: url) } : nil
            let isTold = response.header("X-Linked-Etag") != nil || !isOwn(target?.absoluteURL ?? url)
            guard let target, followsToStorage || !isTold else {
                return Answer(url: url, response: response, hub: own, isHubs: isOwn(url))
            }
            url = target.absoluteURL
            guard ["http", "https"].contains(url.scheme) else { break }
            guard endpoint.scheme == "http" || url.scheme == "https" else { break }
        }
        throw HubError.malformedAnswer(url: start.absoluteString, reason: "redirects without end, or to \(url)")
    }

    private func request(_ method: String, _ url: URL, offset: Int?) -> HTTPClient.Request {
        // Sizes and ranges are those of the file itself.
        var headers = ["User-Agent": "clipscope", "Accept-Encoding": "identity"]
        if let offset, offset > 0 { headers["Range"] = "bytes=\(offset)-" }
        // The token is the hub's alone: not for the host that the bytes lie on.
        if let token = settings.token, isOwn(url) { headers["Authorization"] = "Bearer \(token)" }
        return HTTPClient.Request(method: method, url: url, headers: headers)
    }

    /// Whether the hub itself is asked.
    private func isOwn(_ url: URL) -> Bool {
        url.scheme == endpoint.scheme && url.host == endpoint.host && url.port == endpoint.port
    }

    private func sleep(_ seconds: Double) throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            if isCancelled() { throw CancellationError() }
            usleep(20_000)
        }
    }
}
