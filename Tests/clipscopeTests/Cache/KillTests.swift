import Foundation
import Testing

@testable import Model

/// kill -9 while images are being embedded.
@Test func nothingIsLostAndNothingIsWrongWhenTheProgramIsKilledFiftyTimes() throws {
    let set = try CacheProgram(images: 24)
    let begin = ContinuousClock.now
    #expect(try set.evaluate().messages.isEmpty)
    let whole = (ContinuousClock.now - begin) / .seconds(1)
    var kept = 24
    var cutShort = 0
    for round in 0..<50 {
        try set.add(24 + 24 * round..<48 + 24 * round)
        // On a terminal of its own, where it tells how far it is.
        let process = try set.program.start(
            URL(filePath: "/usr/bin/script"),
            ["-qfc", "echo $$ > pid; exec \"$clipscope\" \(set.evaluation.joined(separator: " "))", "told"],
            environment: ["SHELL": "/bin/bash"])
        usleep(UInt32(1e6 * Double.random(in: 0...1.3) * whole))
        if let pid = Int32(try set.pid()), kill(pid, SIGKILL) == 0 { cutShort += 1 }
        process.waitUntilExit()

        let store = try EmbeddingStore(directory: set.cache)
        #expect(store.takeRepairMessage() == nil)
        let now = try store.summary().embeddings
        #expect(try now >= max(kept, set.told()), "round \(round)")
        kept = now
    }
    #expect(cutShort > 10)

    let cached = try set.embeddings()
    #expect(cached.count == 24 * 51)
    let rest = try set.program.run(set.evaluation.dropLast())
    #expect(rest.output.contains("(\(24 * 51) of \(24 * 51) cached)"))
    let again = try set.embeddings("--no-cache")
    for (name, embedding) in again {
        let found = try #require(cached[name])
        let cosine = zip(found, embedding).reduce(0) { (sum: Double, pair: (Float, Float)) in
            sum + Double(pair.0) * Double(pair.1)
        }
        #expect(abs(cosine - 1) < 1e-6, "\(name)")
    }
}

extension CacheProgram {
    /// Of the program on the terminal; empty before it is known.
    fileprivate func pid() throws -> String {
        let file = program.folder.appending(path: "pid")
        defer { try? FileManager.default.removeItem(at: file) }
        guard FileManager.default.fileExists(atPath: file.path) else { return "" }
        return try String(contentsOf: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The highest number of images that the program said were done.
    fileprivate func told() throws -> Int {
        let file = program.folder.appending(path: "told")
        guard FileManager.default.fileExists(atPath: file.path) else { return 0 }
        return try String(decoding: Data(contentsOf: file), as: UTF8.self)
            .matches(of: /encoding images: (\d+) of/).compactMap { Int($0.1) }.max() ?? 0
    }
}
