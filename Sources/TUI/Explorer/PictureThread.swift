import Foundation
import Model
import Synchronization

/// Decodes and paints pictures away from the main loop: the newest request first, then the thumbnails in sight, then what
/// is next to them, so that walking through the list shows each picture at once. That waits until nothing else happened
/// for a moment, for it takes the time of what is being evaluated.
final class PictureThread: StoppableThread, Sendable {
    private let mailbox: Mailbox
    /// What is to be drawn, the newest of each.
    private struct Tasks {
        var picture: PictureRequest?
        var thumbnails: ThumbnailRequest?
    }

    private let tasks = Mutex(Tasks())
    private let wakeUp = DispatchSemaphore(value: 0)
    private let isStopping = Atomic(false)
    private let running = DispatchGroup()
    private static let moment = 0.1

    private let studio: @Sendable () -> PictureStudio

    init(themes: [Theme], colours: ColourDepth, mailbox: Mailbox) {
        self.mailbox = mailbox
        studio = { PictureStudio(themes: themes, colours: colours) }
    }

    func start() {
        running.enter()
        Thread.start("pictures") { [self] in
            work()
            running.leave()
        }
    }

    func draw(_ request: PictureRequest) {
        tasks.withLock { $0.picture = request }
        wakeUp.signal()
    }

    func draw(_ request: ThumbnailRequest) {
        tasks.withLock { $0.thumbnails = request }
        wakeUp.signal()
    }

    /// - Returns: false when the thread still works after `seconds`: a picture is being read from a slow disk.
    func stop(within seconds: Double) -> Bool {
        isStopping.store(true, ordering: .relaxed)
        wakeUp.signal()
        return running.wait(timeout: .now() + seconds) == .success
    }

    private func work() {
        var studio = studio()
        var thumbnails: [PictureRequest] = []
        var neighbours: [PictureRequest] = []
        while !isStopping.load(ordering: .relaxed) {
            if let request = tasks.withLock({ $0.thumbnails.take() }) {
                thumbnails = request.inSight.reversed()
                neighbours = request.next.reversed()
            }
            if let request = tasks.withLock({ $0.picture.take() }) {
                mailbox.post(.picture(studio.view(of: request)))
                neighbours = request.ofNeighbours.reversed()
            } else if let next = thumbnails.popLast() {
                mailbox.post(.thumbnail(studio.view(of: next)))
            } else if let next = neighbours.popLast() {
                if wakeUp.wait(timeout: .now() + Self.moment) == .timedOut {
                    _ = studio.view(of: next)
                } else {
                    neighbours.append(next)
                }
            } else {
                wakeUp.wait()
            }
        }
    }
}

extension PictureRequest {
    fileprivate var ofNeighbours: [PictureRequest] {
        neighbours.map {
            PictureRequest(
                image: $0.image, source: $0.source, size: size, style: style, cell: cell, theme: theme,
                neighbours: [])
        }
    }
}
