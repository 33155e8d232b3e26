import Foundation
import Synchronization

/// A terminal that answers queries as a real one does, and records what is written to it. It draws nothing.
final class PseudoTerminal: @unchecked Sendable {
    struct Answer {
        let query: String
        let reply: String
        /// Seconds after the query; the reply then comes in two pieces.
        var delay = 0.0
    }

    /// kitty's answers, with cells of 10x20.
    static let kitty = [
        Answer(query: "\u{1b}_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\u{1b}\\", reply: "\u{1b}_Gi=31;OK\u{1b}\\"),
        Answer(query: "\u{1b}]11;?\u{1b}\\", reply: "\u{1b}]11;rgb:1e1e/1e1e/2e2e\u{1b}\\"),
        Answer(query: "\u{1b}[>0q", reply: "\u{1b}P>|kitty(0.35.2)\u{1b}\\"),
        Answer(query: "\u{1b}[16t", reply: "\u{1b}[6;20;10t"), Answer(query: "\u{1b}[c", reply: "\u{1b}[?62;c"),
    ]

    // Linux: TIOCSPTLCK, TIOCGPTN and POSIX_SPAWN_SETSID, which Swift does not see.
    private static let lock: UInt = 0x4004_5431
    private static let number: UInt = 0x8004_5430
    private static let newSession: Int16 = 0x80

    private let main: Int32
    private let slave: String
    private let child: pid_t
    /// What came, and when how much of it had come.
    private struct Output {
        var bytes: [UInt8] = []
        var arrivals: [(count: Int, at: Date)] = []
    }

    private let output = Mutex(Output())
    private let answers: [Answer]
    private let reading = DispatchGroup()
    /// One after the other, as they were asked for.
    private let lateReplies = DispatchQueue(label: "late replies")

    init(
        _ program: Program, executable: String = Program.executable.path, _ arguments: [String], columns: Int = 100,
        rows: Int = 30, answers: [Answer],
        environment: [String: String] = [:]
    ) throws {
        self.answers = answers
        main = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        var (isLocked, number) = (Int32(0), Int32(0))
        guard main >= 0, ioctl(main, Self.lock, &isLocked) == 0, ioctl(main, Self.number, &number) == 0 else {
            throw Tmux.Failure(description: "no pseudo-terminal: \(String(cString: strerror(errno)))")
        }
        slave = "/dev/pts/\(number)"
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(main, UInt(TIOCSWINSZ), &size)
        _ = fcntl(main, F_SETFD, FD_CLOEXEC)

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // Opened by the leader of a new session it becomes that session's terminal.
        posix_spawn_file_actions_addopen(&actions, 0, slave, O_RDWR, 0)
        for descriptor in [Int32(1), 2] { posix_spawn_file_actions_adddup2(&actions, 0, descriptor) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Self.newSession)
        let variables = program.environment.merging(environment) { $1 }.merging([
            "XDG_CACHE_HOME": program.folder.path + "/cache", "SWIFT_BACKTRACE": "enable=no",
        ]) { $1 }
        var words = ([executable] + arguments).map { strdup($0) } + [nil]
        var settings = variables.map { strdup("\($0)=\($1)") } + [nil]
        defer { (words + settings).forEach { free($0) } }
        var child: pid_t = 0
        let error = posix_spawn(&child, executable, &actions, &attributes, &words, &settings)
        guard error == 0 else { throw Tmux.Failure(description: String(cString: strerror(error))) }
        self.child = child
        reading.enter()
        Thread.detachNewThread { [self] in
            read()
            reading.leave()
        }
    }

    private func read() {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var open = answers
        while true {
            let count = Foundation.read(main, &buffer, buffer.count)
            guard count > 0 else { return }
            let text = output.withLock { output in
                output.bytes += buffer[..<count]
                output.arrivals.append((output.bytes.count, .now))
                // A query may have come in two pieces.
                return String(decoding: output.bytes.suffix(count + 100), as: UTF8.self)
            }
            for answer in open where text.contains(answer.query) {
                open.removeAll { $0.query == answer.query }
                reply(answer)
            }
        }
    }

    private func reply(_ answer: Answer) {
        guard answer.delay > 0 else { return type(answer.reply) }
        lateReplies.asyncAfter(deadline: .now() + answer.delay) { [self] in
            let middle = answer.reply.index(answer.reply.startIndex, offsetBy: answer.reply.count / 2)
            type(String(answer.reply[..<middle]))
            Thread.sleep(forTimeInterval: 0.01)
            type(String(answer.reply[middle...]))
        }
    }

    func type(_ keys: String) {
        _ = keys.withCString { write(main, $0, strlen($0)) }
    }

    func resize(columns: Int, rows: Int) {
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(main, UInt(TIOCSWINSZ), &size)
    }

    /// As Ctrl-S does, whatever mode the program chose: what is written from now on waits, and the program with it.
    func holdOutput() throws {
        let slave = open(slave, O_RDWR | O_NOCTTY)
        defer { close(slave) }
        guard slave >= 0, tcflow(slave, TCOOFF) == 0 else {
            throw Tmux.Failure(description: "the output is not held: \(String(cString: strerror(errno)))")
        }
    }

    func signal(_ number: Int32) { kill(child, number) }

    /// Whether the program has not ended.
    var isRunning: Bool {
        var ended = siginfo_t()
        return waitid(P_PID, id_t(child), &ended, WNOHANG | WEXITED | WNOWAIT) == 0 && ended.si_signo == 0
    }

    /// Everything written so far.
    var text: String { String(decoding: output.withLock { $0.bytes }, as: UTF8.self) }

    /// When `text` was written whole for the first time.
    func time(of text: String) -> Date? {
        let output = output.withLock { $0 }
        guard let range = Data(output.bytes).firstRange(of: Data(text.utf8)) else { return nil }
        return output.arrivals.first { $0.count >= range.upperBound }?.at
    }

    func wait(_ what: String, seconds: Double = 20, until isReached: (String) throws -> Bool) throws {
        let end = Date.now + seconds
        while Date.now < end {
            if try isReached(text) { return }
            Thread.sleep(forTimeInterval: 0.03)
        }
        throw Tmux.Failure(
            description: "waited \(seconds) s for \(what), and saw \(text.suffix(2000).debugDescription)")
    }

    /// The program's exit status, once it has ended.
    func end() -> Int32 {
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 && errno == EINTR {}
        reading.wait()
        close(main)
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }
}
