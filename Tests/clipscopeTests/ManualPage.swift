import Foundation
import TUI

/// docs/clipscope.1, from what the command says of itself (ArgumentParser's `--experimental-dump-help`) and from the
/// explorer's table of actions; in the macros of man(7).
struct ManualPage {
    /// A command as ArgumentParser tells it.
    struct Command: Decodable {
        let commandName: String
        let abstract: String?
        let discussion: String?
        let arguments: [Argument]?
        let subcommands: [Command]?
    }

    struct Argument: Decodable {
        struct Name: Decodable {
            let kind: String
            let name: String
        }

        let kind: String
        let names: [Name]?
        let valueName: String?
        let abstract: String?
        let defaultValue: String?
        let isOptional: Bool
        let isRepeating: Bool
        let shouldDisplay: Bool
    }

    private struct Dump: Decodable { let command: Command }

    let root: Command
    let version: String

    init(dump: Data, version: String) throws {
        root = try JSONDecoder().decode(Dump.self, from: dump).command
        self.version = version
    }

    var text: String {
        let header = [
            ".\\\" Printed by a test with CLIPSCOPE_RECORD=1; not to be edited by hand.",
            ".TH CLIPSCOPE 1 \"\" \"clipscope \(version)\" \"User Commands\"",
            ".SH NAME", "clipscope \\- " + phrase(root.abstract ?? ""),
            ".SH SYNOPSIS", ".B clipscope", ".RI [ command ]", ".RI [ options ]",
            ".SH DESCRIPTION",
        ]
        let commands = (root.subcommands ?? []).filter { $0.commandName != "help" }
        var lines = header + paragraphs(root.discussion ?? "") + [".SH COMMANDS"]
        for command in commands { lines += section(command) }
        lines += [".SH KEYS OF THE EXPLORER"] + keys
        return lines.joined(separator: "\n") + "\n"
    }

    private func section(_ command: Command) -> [String] {
        let arguments = (command.arguments ?? []).filter { $0.shouldDisplay && !isCommon($0) }
        let name = escaped(command.commandName)
        var lines = [".SS " + name, ".B clipscope " + name]
        if !arguments.isEmpty { lines.append(arguments.map { synopsis(of: $0) }.joined(separator: " ")) }
        lines += [".PP", escaped(command.abstract ?? "")]
        if let discussion = command.discussion { lines += [".PP"] + paragraphs(discussion) }
        for argument in arguments where argument.abstract != nil {
            lines += [".TP", head(of: argument), escaped(note(on: argument))]
        }
        return lines
    }

    /// Every command has these.
    private func isCommon(_ argument: Argument) -> Bool {
        ["help", "version"].contains(argument.names?.last?.name)
    }

    private func synopsis(of argument: Argument) -> String {
        let head = head(of: argument) + (argument.isRepeating ? " ..." : "")
        return argument.isOptional ? "[\(head)]" : head
    }

    private func head(of argument: Argument) -> String {
        let names = (argument.names ?? []).map { escaped(($0.kind == "short" ? "-" : "--") + $0.name) }
        let value = argument.kind == "flag" ? "" : "\\fI\(escaped(argument.valueName ?? "value"))\\fR"
        if argument.kind == "positional" { return value }
        let bold = names.map { "\\fB\($0)\\fR" }.joined(separator: ", ")
        return value.isEmpty ? bold : bold + " " + value
    }

    private func note(on argument: Argument) -> String {
        let text = argument.abstract ?? ""
        guard let value = argument.defaultValue, !value.isEmpty, !text.contains("(default:") else { return text }
        return "\(text) (default: \(value))"
    }

    private var keys: [String] {
        HelpSections.all.flatMap { section in
            [".SS " + escaped(section.title)]
                + section.lines.flatMap { [".TP", "\\fB\(escaped($0.keys))\\fR", escaped($0.help)] }
        }
    }

    /// Paragraphs; lines that are set in are examples, and stay lines.
    private func paragraphs(_ text: String) -> [String] {
        text.components(separatedBy: "\n\n").enumerated().flatMap { index, paragraph in
            let isExample = paragraph.hasPrefix("  ")
            let lines = paragraph.split(separator: "\n").map { escaped(String($0)) }
            return (index > 0 ? [".PP"] : []) + (isExample ? [".nf"] + lines + [".fi"] : lines)
        }
    }

    /// roff reads a backslash, a hyphen, and a line's first dot or quote in its own way.
    private func escaped(_ text: String) -> String {
        let text = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
        return text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" + text : text
    }

    /// A sentence without its capital and its full stop.
    private func phrase(_ sentence: String) -> String {
        let words = sentence.hasSuffix(".") ? sentence.dropLast() : sentence[...]
        return words.prefix(1).lowercased() + words.dropFirst()
    }
}
