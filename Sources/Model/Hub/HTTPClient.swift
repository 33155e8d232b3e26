import Foundation
import FoundationNetworking

/// HTTP for one caller at a time, who waits: a response, then its body in pieces on the caller's own thread.
/// Redirections are not followed, they are responses too. Bodies are never kept: a server waits until its piece is taken.
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
        configuration.urlCache = nil
        configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
        let queue = WaitingQueue(inbox)
        queue.maxConcurrentOperationCount = 1
        session = URLSession(configuration: configuration, delegate: inbox, delegateQueue: queue)
    }

    deinit { session.invalidateAndCancel() }

    /// - Parameter receive: called with each piece of the body of a 2xx answer, others are not read; what it throws ends
    ///   the transfer.
    /// - Throws: `HTTPClient.Failure`, `CancellationError`
    func send(
        _ request: URLRequest, isCancelled: () -> Bool, receive: (Response, Data) throws -> Void
    ) throws -> Response {
        let task = session.dataTask(with: request)
        var found: Response?
        inbox.open(for: task)
        task.resume()
        // A task that ended does not mind.
        defer {
            inbox.close()
            task.cancel()
        }
        while true {
            let event = inbox.next(within: 0.1)
            if isCancelled() { throw CancellationError() }
            switch event {
            case nil: continue
            case .response(let response):
                let answer = Response(response)
                guard (200...299).contains(answer.status) else { return answer }
                found = answer
            case .data(let data): if let found { try receive(found, data) }
            case .end(let reason):
                if let reason { throw Failure.connection(reason: reason) }
                guard let found else { throw Failure.connection(reason: "no answer") }
                return found
            }
        }
    }
}

/// Where a session tells what happens. A session reads on while nobody takes what it read; here it waits for room.
private final class WaitingQueue: OperationQueue, @unchecked Sendable {
    private let inbox: Inbox

    init(_ inbox: Inbox) {
        self.inbox = inbox
        super.init()
    }

    override func addOperation(_ block: @escaping @Sendable () -> Void) {
        inbox.waitForRoom()
        super.addOperation(block)
    }
}

/// What the session tells of one task, until the caller asks for it.
private final class Inbox: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    enum Event {
        case response(HTTPURLResponse)
        case data(Data)
        /// Nil: the body is whole.
        case end(reason: String?)
    }

    /// Pieces of some 16 KB.
    private static let room = 64

    /// Guards the rest.
    private let condition = NSCondition()
    private var task: Int?
    private var events: [Event] = []

    func open(for task: URLSessionTask) {
        condition.withLock { (self.task, events) = (task.taskIdentifier, []) }
    }

    /// From here on nothing is kept, and nobody waits.
    func close() {
        condition.withLock {
            (task, events) = (nil, [])
            condition.broadcast()
        }
    }

    func waitForRoom() {
        condition.withLock {
            while events.count >= Self.room { condition.wait() }
        }
    }

    private func put(_ event: Event, _ task: URLSessionTask) {
        condition.withLock {
            // What remains of earlier tasks is dropped.
            guard self.task == task.taskIdentifier else { return }
            events.append(event)
            condition.broadcast()
        }
    }

    /// Nil when nothing came in time.
    func next(within seconds: Double) -> Event? {
        let end = Date(timeIntervalSinceNow: seconds)
        return condition.withLock {
            while events.isEmpty { guard condition.wait(until: end) else { break } }
            guard !events.isEmpty else { return nil }
            condition.broadcast()
            return events.removeFirst()
        }
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
