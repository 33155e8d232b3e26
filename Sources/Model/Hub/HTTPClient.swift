import Foundation
import FoundationNetworking
import Synchronization

/// HTTP for one caller at a time, who waits: a response, then its body in pieces on the caller's own thread.
/// Redirections are not followed, they are responses too.
final class HTTPClient: Sendable {
    private let inbox = Inbox()
    private let session: URLSession

    enum Failure: Error {
        /// No connection, or one that ended too soon.
        case connection(reason: String)
    }

    struct Response {
        let status: Int
        private let response: HTTPURLResponse

        fileprivate init(_ response: HTTPURLResponse) {
            (status, self.response) = (response.statusCode, response)
        }

        func header(_ name: String) -> String? { response.value(forHTTPHeaderField: name) }
    }

    init() {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = 30
        let queue = OperationQueue()
        queue.maxConcurrentOperationCount = 1
        session = URLSession(configuration: configuration, delegate: inbox, delegateQueue: queue)
    }

    deinit { session.invalidateAndCancel() }

    /// - Parameter receive: called with each piece of the body; what it throws ends the transfer.
    /// - Throws: `HTTPClient.Failure`, `CancellationError`
    func send(
        _ request: URLRequest, isCancelled: () -> Bool, receive: (Response, Data) throws -> Void
    ) throws -> Response {
        let task = session.dataTask(with: request)
        var found: Response?
        task.resume()
        // A task that ended does not mind.
        defer { task.cancel() }
        while true {
            guard let event = inbox.next(of: task.taskIdentifier, milliseconds: 100) else {
                if isCancelled() { throw CancellationError() }
                continue
            }
            if isCancelled() { throw CancellationError() }
            switch event {
            case .response(let response): found = Response(response)
            case .data(let data): if let found { try receive(found, data) }
            case .end(let reason):
                if let reason { throw Failure.connection(reason: reason) }
                guard let found else { throw Failure.connection(reason: "no answer") }
                return found
            }
        }
    }
}

/// What the session tells, until the caller asks for it.
private final class Inbox: NSObject, URLSessionDataDelegate, Sendable {
    enum Event {
        case response(HTTPURLResponse)
        case data(Data)
        /// Nil: the body is whole.
        case end(reason: String?)
    }

    private let events = Mutex<[(task: Int, event: Event)]>([])
    private let count = DispatchSemaphore(value: 0)

    private func put(_ event: Event, _ task: URLSessionTask) {
        events.withLock { $0.append((task.taskIdentifier, event)) }
        count.signal()
    }

    /// Nil when nothing came in time; what remains of earlier tasks is dropped.
    func next(of task: Int, milliseconds: Int) -> Event? {
        guard count.wait(timeout: .now() + .milliseconds(milliseconds)) == .success else { return nil }
        let first = events.withLock { $0.removeFirst() }
        return first.task == task ? first.event : nil
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        if let response = response as? HTTPURLResponse { put(.response(response), dataTask) }
        completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        put(.data(data), dataTask)
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        put(.end(reason: error?.localizedDescription), task)
    }
}
