import Foundation
import Model

/// Hands texts and files to what is around the explorer.
struct Outside {
    let environment: [String: String]
    let mailbox: Mailbox

    enum Failure: Error, CustomStringConvertible {
        case noViewer(String, reason: String)

        var description: String {
            switch self {
            case .noViewer(let viewer, let reason):
                "\(viewer) cannot be started (\(reason)); CLIPSCOPE_OPEN names another viewer"
            }
        }
    }

    /// To the clipboard of whoever looks at the terminal (OSC 52). tmux keeps that to itself, so that it is told as well.
    func copy(_ text: String) {
        TerminalOutput.write("\u{1B}]52;c;\(Data(text.utf8).base64EncodedString())\u{7}")
        guard environment["TMUX"] != nil else { return }
        do {
            let input = Pipe()
            try start("tmux", ["load-buffer", "-w", "-"], input: input)
            try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
            try input.fileHandleForWriting.close()
        } catch {
            mailbox.post(.failed("tmux did not take the text: \(Model.message(of: error))"))
        }
    }

    /// In a program of its own, which outlives the explorer.
    func view(_ file: URL) {
        let viewer = environment["CLIPSCOPE_OPEN"].flatMap { $0.isEmpty ? nil : $0 } ?? "xdg-open"
        do {
            try start(viewer, [file.path], input: nil)
        } catch {
            let failure = Failure.noViewer(viewer, reason: Model.message(of: error))
            mailbox.post(.failed(failure.description))
        }
    }

    private func start(_ program: String, _ arguments: [String], input: Pipe?) throws {
        let process = Process()
        process.executableURL = try executable(program)
        process.arguments = arguments
        process.standardInput = input ?? FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    /// As a shell finds it.
    private func executable(_ program: String) throws -> URL {
        if program.contains("/") { return URL(filePath: program) }
        for folder in (environment["PATH"] ?? "").split(separator: ":") {
            let file = URL(filePath: String(folder)).appending(path: program)
            if FileManager.default.isExecutableFile(atPath: file.path) { return file }
        }
        throw POSIXError(.ENOENT)
    }
}
