import ArgumentParser
import Foundation
import Model

/// The first word of a command line where it names no command.
enum FirstWord {
    struct Unknown: Error, CustomStringConvertible {
        let word: String
        let nearest: String?

        var description: String {
            "there is no command and no file or folder \"\(word)\""
                + (nearest.map { "; did you mean \($0)?" } ?? "; `clipscope --help` lists the commands")
        }
    }

    /// `clipscope ~/photos` means `clipscope explore --dataset ~/photos`: a path as the first word opens it.
    /// - Throws: `Unknown` where the word is neither a command nor a path.
    static func read(_ arguments: [String], in directory: URL = .workingDirectory) throws -> [String] {
        let commands = Clipscope.configuration.subcommands.map { $0._commandName }
        guard let word = arguments.first, !word.hasPrefix("-"), !(commands + ["help"]).contains(word) else {
            return arguments
        }
        let file = URL(filePath: word, relativeTo: directory)
        guard word.contains("/") || FileManager.default.fileExists(atPath: file.path) else {
            throw Unknown(word: word, nearest: Spelling.nearest(to: word, among: commands))
        }
        return ["explore", "--dataset"] + arguments
    }
}
