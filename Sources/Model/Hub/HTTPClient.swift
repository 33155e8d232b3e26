import CCurl
import Foundation

/// HTTP for one caller at a time, who waits: a response, and its body in pieces as they come, on the caller's thread.
/// Redirections are not followed, they are responses too. Bodies are never kept, and nothing is read ahead of the caller.
final class HTTPClient {
    /// Holds connections open from one request to the next.
    private let multi = curl_multi_init()
    /// PEM file of the authorities that are trusted, nil for the system's.
    private let authorities: String?

    enum Failure: Error {
        /// No connection, or one that ended too soon.
        case connection(reason: String)
        /// Nobody who is trusted vouches for the server.
        case certificate(reason: String)
    }

    struct Request {
        let method: String
        let url: URL
        let headers: [String: String]
    }

    struct Response {
        let status: Int
        /// By name in small letters.
        private let headers: [String: String]

        fileprivate init(_ handle: UnsafeMutableRawPointer) {
            status = curl_status(handle)
            var headers: [String: String] = [:]
            var header: UnsafeMutablePointer<curl_header>?
            while let next = curl_easy_nextheader(handle, UInt32(CURLH_HEADER), -1, header) {
                headers[String(cString: next.pointee.name).lowercased()] = String(cString: next.pointee.value)
                header = next
            }
            self.headers = headers
        }

        var isSuccess: Bool { (200...299).contains(status) }

        func header(_ name: String) -> String? { headers[name.lowercased()] }
    }

    /// Seconds without a byte before a connection counts as ended.
    private static let patience = 30
    private static let pieceSize = 256 << 10
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    init(authorities: String?) {
        precondition(Self.isReady && multi != nil, "libcurl does not start")
        self.authorities = authorities
    }

    deinit { curl_multi_cleanup(multi) }

    /// - Parameter receive: called with each piece of the body of a 2xx answer, others are not read; what it throws ends
    ///   the transfer.
    /// - Throws: `HTTPClient.Failure`, `CancellationError`
    func send(
        _ request: Request, isCancelled: () -> Bool, receive: (Response, Data) throws -> Void
    ) throws -> Response {
        guard let handle = curl_easy_init() else { throw Failure.connection(reason: "no memory") }
        let headers = configure(handle, request)
        defer {
            curl_easy_cleanup(handle)
            curl_slist_free_all(headers)
        }
        return try withoutActuallyEscaping(isCancelled) { isCancelled in
            try withoutActuallyEscaping(receive) { receive in
                let transfer = Transfer(handle, isCancelled, receive)
                return try withExtendedLifetime(transfer) {
                    let code = try perform(handle, transfer)
                    if let error = transfer.error { throw error }
                    if let response = transfer.response, !response.isSuccess { return response }
                    let reason = String(cString: curl_easy_strerror(code))
                    switch code {
                    case CURLE_OK: break
                    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE:
                        throw Failure.certificate(reason: reason)
                    default: throw Failure.connection(reason: reason)
                    }
                    return transfer.response ?? Response(handle)
                }
            }
        }
    }

    private func perform(_ handle: UnsafeMutableRawPointer, _ transfer: Transfer) throws -> CURLcode {
        curl_set_write(
            handle, { Transfer.write($0, $1 * $2, $3) }, Unmanaged.passUnretained(transfer).toOpaque())
        curl_multi_add_handle(multi, handle)
        // A connection whose transfer has not ended is closed.
        defer { curl_multi_remove_handle(multi, handle) }
        while true {
            if transfer.isCancelled() { throw CancellationError() }
            var running: Int32 = 0
            var code = curl_multi_perform(multi, &running)
            if code == CURLM_OK, running > 0 { code = curl_multi_poll(multi, nil, 0, 100, nil) }
            guard code == CURLM_OK else {
                throw Failure.connection(reason: String(cString: curl_multi_strerror(code)))
            }
            var left: Int32 = 0
            guard let message = curl_multi_info_read(multi, &left) else { continue }
            if message.pointee.msg == CURLMSG_DONE { return message.pointee.data.result }
        }
    }

    private func configure(_ handle: UnsafeMutableRawPointer, _ request: Request) -> UnsafeMutablePointer<curl_slist>? {
        curl_set_string(handle, CURLOPT_URL, request.url.absoluteString)
        curl_set_string(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        curl_set_string(handle, CURLOPT_CUSTOMREQUEST, request.method)
        curl_set_long(handle, CURLOPT_NOBODY, request.method == "HEAD" ? 1 : 0)
        // Whatever way of packing a server takes, though none is asked for.
        curl_set_string(handle, CURLOPT_ACCEPT_ENCODING, "")
        curl_set_long(handle, CURLOPT_BUFFERSIZE, Self.pieceSize)
        curl_set_long(handle, CURLOPT_CONNECTTIMEOUT, Self.patience)
        curl_set_long(handle, CURLOPT_LOW_SPEED_LIMIT, 1)
        curl_set_long(handle, CURLOPT_LOW_SPEED_TIME, Self.patience)
        if let authorities { curl_set_string(handle, CURLOPT_CAINFO, authorities) }
        let headers = request.headers.reduce(nil) { curl_slist_append($0, "\($1.key): \($1.value)") }
        curl_set_pointer(handle, CURLOPT_HTTPHEADER, headers)
        return headers
    }
}

/// One request on its way; libcurl calls it with each piece.
private final class Transfer {
    let isCancelled: () -> Bool
    private let handle: UnsafeMutableRawPointer
    private let receive: (HTTPClient.Response, Data) throws -> Void
    private(set) var response: HTTPClient.Response?
    private(set) var error: (any Error)?

    init(
        _ handle: UnsafeMutableRawPointer, _ isCancelled: @escaping () -> Bool,
        _ receive: @escaping (HTTPClient.Response, Data) throws -> Void
    ) {
        (self.handle, self.isCancelled, self.receive) = (handle, isCancelled, receive)
    }

    /// What libcurl expects: how many bytes were taken; fewer than came end the transfer.
    static func write(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int, _ context: UnsafeMutableRawPointer?) -> Int {
        guard let context, let bytes else { return 0 }
        let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
        return transfer.take(Data(bytes: bytes, count: count)) ? count : 0
    }

    private func take(_ data: Data) -> Bool {
        let response = self.response ?? HTTPClient.Response(handle)
        self.response = response
        guard response.isSuccess else { return false }
        do {
            guard !isCancelled() else { throw CancellationError() }
            try receive(response, data)
            return true
        } catch {
            self.error = error
            return false
        }
    }
}
