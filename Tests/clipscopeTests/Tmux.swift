import Foundation
import Testing

/// A terminal of its own: a shell in a tmux that nobody else sees. What is waited for is looked for on the screen.
final class Tmux {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let program: Program
    private let socket: String
    private var marks = 0

    init(
        _ program: Program, columns: Int = 100, rows: Int = 30, defaultTerminal: String = "tmux-256color"
    ) throws {
        self.program = program
        socket = program.folder.appending(path: "tmux-\(UUID().uuidString.prefix(8))").path
        try program.write(
            "tmux.conf", "set -g status off\nset -g default-terminal \(defaultTerminal)\nset -g escape-time 0\n")
        try tmux(
            "-f", program.folder.appending(path: "tmux.conf").path, "new-session", "-d", "-s", "t",
            "-x", String(columns), "-y", String(rows), "exec bash --norc --noprofile")
        try run("PS1='$ '; stty -a > before")
    }

    deinit { _ = try? tmux("kill-server") }

    static var executable: String {
        get throws {
            let candidates = ["/usr/bin/tmux", "/bin/tmux", "/usr/local/bin/tmux"]
            guard let tmux = candidates.first(where: FileManager.default.isExecutableFile(atPath:)) else {
                throw Failure(description: "tmux is not installed; scripts/setup installs it")
            }
            return tmux
        }
    }

    /// Takes the terminal away.
    func hangUp() throws { try tmux("kill-server") }

    @discardableResult
    private func tmux(_ arguments: String...) throws -> String {
        let tmux = try Self.executable
        let output = program.folder.appending(path: "tmux.output").path
        let status = try spawn(
            ["/bin/bash", "-c", Self.start, program.folder.path, output, tmux, "-S", socket] + arguments)
        guard status == 0 else {
            throw Failure(
                description: "tmux \(arguments): \((try? String(contentsOfFile: output, encoding: .utf8)) ?? "")")
        }
        return try String(contentsOfFile: output, encoding: .utf8)
    }

    /// The server that the first call leaves behind must hold no descriptor of this process.
    private static let start = """
        cd "$0" && exec < /dev/null > "$1" 2>&1
        for fd in /proc/self/fd/*; do fd=${fd##*/}; if ((fd > 2)); then eval "exec $fd>&-"; fi; done 2>/dev/null
        shift; exec "$@"
        """

    /// Runs a program to its end. Unlike Foundation's Process with an empty signal mask, as a shell's children have it:
    /// tests run on threads that block signals.
    private func spawn(_ command: [String]) throws -> Int32 {
        let environment = program.environment.merging([
            "SWIFT_BACKTRACE": "enable=no", "XDG_CACHE_HOME": program.folder.path + "/cache",
        ]) { $1 }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { (words + variables).forEach { free($0) } }
        var child: pid_t = 0
        let error = posix_spawn(&child, command[0], nil, &attributes, &words, &variables)
        guard error == 0 else { throw Failure(description: "\(command[0]): \(String(cString: strerror(error)))") }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 && errno == EINTR {}
        return status
    }

    // MARK: - Typing

    /// Keys by tmux's names: "Enter", "Escape", "C-z", "Down", or single characters.
    func press(_ keys: String...) throws {
        for key in keys { try tmux("send-keys", "-t", "t", key) }
    }

    /// Characters as they are.
    func type(_ text: String) throws {
        try tmux("send-keys", "-t", "t", "-l", "--", text)
    }

    /// A click on a cell, as the terminal tells it where the program asked for clicks: in SGR's way or the old one.
    func click(column: Int, line: Int) throws {
        if try value(of: "mouse_sgr_flag") == "1" {
            try type("\u{1b}[<0;\(column + 1);\(line + 1)M\u{1b}[<0;\(column + 1);\(line + 1)m")
        } else {
            let place = [33 + column, 33 + line].map { Character(Unicode.Scalar(UInt8($0))) }
            try type("\u{1b}[M \(String(place))\u{1b}[M#\(String(place))")
        }
    }

    func resize(columns: Int, rows: Int) throws {
        try tmux("resize-window", "-t", "t", "-x", String(columns), "-y", String(rows))
    }

    /// Runs a line in the shell.
    /// - Returns: its exit status, once the prompt is back.
    @discardableResult
    func run(_ line: String) throws -> Int {
        marks += 1
        try type("\(line); echo \"end \(marks)\" $? end")
        try press("Enter")
        let shown = try wait("the shell to have run \(line)") { $0.contains { $0.hasPrefix("end \(self.marks) ") } }
        let words = shown.last { $0.hasPrefix("end \(marks) ") }!.split(separator: " ")
        return Int(words[2]) ?? -1
    }

    // MARK: - Looking

    var screen: [String] {
        get throws {
            try tmux("capture-pane", "-p", "-t", "t").split(separator: "\n", omittingEmptySubsequences: false)
                .map(String.init)
        }
    }

    func value(of format: String) throws -> String {
        try tmux("display-message", "-p", "-t", "t", "#{\(format)}").trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The process that runs in the shell.
    func child() throws -> pid_t {
        let shell = try value(of: "pane_pid")
        let children = try String(contentsOfFile: "/proc/\(shell)/task/\(shell)/children", encoding: .utf8)
        return try #require(children.split(separator: " ").first.flatMap { pid_t($0) }, "nothing runs in the shell")
    }

    @discardableResult
    func wait(
        _ what: String, seconds: Double = 15, until isReached: ([String]) throws -> Bool
    ) throws -> [String] {
        let end = Date.now + seconds
        var shown: [String] = []
        repeat {
            shown = try screen
            if try isReached(shown) { return shown }
            Thread.sleep(forTimeInterval: 0.05)
        } while Date.now < end
        throw Failure(description: "waited \(seconds) s for \(what), and saw:\n\(shown.joined(separator: "\n"))")
    }

    @discardableResult
    func wait(for text: String) throws -> [String] {
        try wait("\"\(text)\"") { $0.contains { $0.contains(text) } }
    }
}
