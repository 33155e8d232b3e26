import Foundation
import Testing

@Test(arguments: [("text", "prompts", 3), ("images", "images", 6), ("edit", "images", 6), ("start", "images", 6)])
func aBenchmarkTellsSecondsAndRepeats(subject: String, unit: String, count: Int) throws {
    let program = try Program()
    try program.copyZoo()
    let json = try program("bench", subject, "--dataset", "zoo", "--repeats", "2", "--json").json()
    #expect(json["repeats"] as? Int == 2)
    #expect(json["subject"] as? String == subject)
    #expect(json["unit"] as? String == unit)
    #expect(json["count"] as? Int == count)
    let seconds = try #require(json["seconds"] as? Double)
    #expect(try seconds >= #require(json["fastest"] as? Double))
    #expect(try seconds <= #require(json["slowest"] as? Double))
}

@Test func theExplorersStepsAreMeasuredOnADataset() throws {
    let program = try Program()
    try program.copyZoo()
    let json = try program("bench", "data", "--dataset", "zoo", "--repeats", "1", "--json").json()
    #expect(json["subject"] as? String == "data" && json["images"] as? Int == 6)
    let seconds = try #require(json["seconds"] as? [String: Double])
    #expect(seconds.count == 9 && seconds.values.allSatisfy { $0 > 0 })
    let memory = try #require(json["memory"] as? [String: Int])
    #expect(memory["peak"]! >= memory["anonymous"]! && memory["anonymous"]! > 0)
    let text = try program("bench", "data", "--dataset", "zoo", "--repeats", "1").output
    #expect(text.contains("data: zoo, 6 images") && text.contains("most wrong first"))
}
