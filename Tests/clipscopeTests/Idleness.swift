import Foundation
import Testing

/// What a process has done so far, by the system's own count.
struct Activity: Equatable {
    /// Ticks of the processor, and how often a thread of it was woken.
    var ticks = 0
    var wakes = 0
    /// Resident, in bytes.
    var memory = 0

    init(of process: pid_t) throws {
        let tasks = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")
        for task in tasks {
            // A thread may end meanwhile.
            guard let status = try? String(contentsOfFile: "/proc/\(process)/task/\(task)/status", encoding: .utf8),
                let stat = try? String(contentsOfFile: "/proc/\(process)/task/\(task)/stat", encoding: .utf8)
            else { continue }
            wakes += Self.number("voluntary_ctxt_switches:", in: status)
            let fields = stat[stat.lastIndex(of: ")")!...].split(separator: " ")
            ticks += Int(fields[12])! + Int(fields[13])!
            memory = Self.number("VmRSS:", in: status) * 1024
        }
    }

    private static func number(_ name: String, in status: String) -> Int {
        let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
        return line.flatMap { $0.split(whereSeparator: \.isWhitespace).dropFirst().first }.flatMap { Int($0) } ?? 0
    }
}

extension Tmux {
    /// The process in the terminal comes to rest: for two seconds it uses no processor time, is woken a few times at most
    /// (a timer may run out), and takes no memory. How long it takes until then says nothing.
    func expectIdle(_ what: String, seconds: Double = 60, at place: SourceLocation = #_sourceLocation) throws {
        let process = try child()
        let end = Date.now + seconds
        var (before, after) = (try Activity(of: process), try Activity(of: process))
        while Date.now < end {
            before = try Activity(of: process)
            Thread.sleep(forTimeInterval: 2)
            after = try Activity(of: process)
            if after.ticks == before.ticks, after.wakes - before.wakes <= 4, after.memory <= before.memory { return }
        }
        Issue.record("\(what): not idle: \(before), two seconds later \(after)", sourceLocation: place)
    }
}
