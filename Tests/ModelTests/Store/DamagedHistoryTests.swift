import Foundation
import GRDB
import Testing

@testable import Model

/// What cannot be used is told in one line, and left to the byte.
@Suite struct DamagedHistoryTests {
    let folder: ScratchFolder
    let file: URL

    init() throws {
        folder = try ScratchFolder()
        file = folder.file("history.sqlite")
    }

    /// Opens, and expects every file to stay as it is. Looking leaves SQLite's index of the journal and an empty journal.
    private func expectLeftAlone() throws -> String {
        let before = try contents()
        let opening = History.open(in: folder.url)
        #expect(opening.history == nil)
        #expect(try contents() == before)
        let message = try #require(opening.message)
        #expect(!message.contains("\n") && message.hasPrefix("\(file.path): "))
        #expect(message.hasSuffix("; nothing is recorded"))
        return message
    }

    private func contents() throws -> [String: Data] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).filter {
            !$0.hasSuffix("-shm")
        }
        let files = try names.map { ($0, try Data(contentsOf: folder.file($0))) }
        return Dictionary(uniqueKeysWithValues: files.filter { !$0.1.isEmpty })
    }

    private func fill() throws {
        let history = try History(directory: folder.url)
        for number in 0..<60 {
            try history.save(PromptSet(name: "", templates: Array(repeating: "\(number) {label}", count: 40)), as: "a")
        }
    }

    @Test func aFileThatIsNoDatabase() throws {
        try folder.write("history.sqlite", Data(repeating: 0x41, count: 9000))
        #expect(try expectLeftAlone().contains("the history is damaged (file is not a database) and is left as it is"))
    }

    @Test func pagesThatDoNotFitTogether() throws {
        try fill()
        var bytes = try Data(contentsOf: file)
        bytes.replaceSubrange(8192..<20480, with: Data(repeating: 0x55, count: 12288))
        try bytes.write(to: file)
        #expect(try expectLeftAlone().contains("the history is damaged ("))
    }

    @Test func aFileThatWasCutShort() throws {
        try fill()
        try Data(contentsOf: file).prefix(30_000).write(to: file)
        #expect(try expectLeftAlone().contains("the history is damaged ("))
    }

    @Test func aDamagedFileWithATransactionStillInItsJournal() throws {
        try fill()
        let other = try folder.write("copy/history.sqlite", Data(contentsOf: file))
        var copies: [String: Data] = [:]
        do {
            let history = try History(directory: folder.url)
            try history.save(.photo, as: "late")
            copies["-wal"] = try Data(contentsOf: URL(filePath: file.path + "-wal"))
        }
        #expect(copies["-wal"]!.count > 0)
        var bytes = try Data(contentsOf: other)
        bytes.replaceSubrange(8192..<20480, with: Data(repeating: 0x55, count: 12288))
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.url.path) where name != "copy" {
            try FileManager.default.removeItem(at: folder.file(name))
        }
        try FileManager.default.removeItem(at: folder.file("copy"))
        try bytes.write(to: file)
        try folder.write("history.sqlite-wal", copies["-wal"]!)
        _ = try expectLeftAlone()
    }

    @Test func aDatabaseOfAnotherProgram() throws {
        do {
            let queue = try DatabaseQueue(path: file.path)
            try queue.write { try $0.execute(sql: "CREATE TABLE bookmarks (url TEXT)") }
        }
        #expect(try expectLeftAlone().contains("the tables in it are not clipscope's"))
    }

    @Test func aNewerVersion() throws {
        try fill()
        do {
            let queue = try DatabaseQueue(path: file.path)
            try queue.write { try $0.execute(sql: "PRAGMA user_version = 99") }
        }
        #expect(try expectLeftAlone().contains("the history is of version 99, this program knows 2"))
    }

    @Test func damageMetLaterIsToldAndTheFileStays() throws {
        try fill()
        let history = try History(directory: folder.url)
        var bytes = try Data(contentsOf: file)
        bytes.replaceSubrange(8192..<bytes.count, with: Data(repeating: 0x55, count: bytes.count - 8192))
        try bytes.write(to: file)
        #expect { try history.allSets() } throws: {
            if case HistoryError.damaged(let found, _) = $0 { found == file } else { false }
        }
        #expect(try Data(contentsOf: file) == bytes)
    }

    @Test func anEmptyFileIsANewHistory() throws {
        try folder.write("history.sqlite", Data())
        try History(directory: folder.url).save(.photo, as: "a")
        #expect(try History(directory: folder.url).newestSets().count == 1)
    }

    @Test func aPlaceThatCannotHoldOne() throws {
        try folder.write("file", "in the way")
        let opening = History.open(in: folder.file("file/state"))
        #expect(opening.history == nil)
        #expect(
            opening.message == "\(folder.file("file/state").path)/history.sqlite: the history cannot be opened: "
                + "Not a directory; nothing is recorded")
    }
}
