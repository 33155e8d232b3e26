import Foundation
import Testing

@Test(arguments: [
    ("text", "prompts", 3), ("images", "images", 6), ("tensors", "images", 6), ("edit", "images", 6),
    ("start", "images", 6),
])
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
    let memory = try #require(json["memory"] as? [String: Int])
    #expect(memory["peak"]! > 0)
}

@Test(arguments: ["images", "tensors"])
func aBenchmarkTakesAFewImagesOnly(subject: String) throws {
    let program = try Program()
    try program.copyZoo()
    let json = try program("bench", subject, "--dataset", "zoo", "--images", "4", "--threads", "1", "--json").json()
    #expect(json["count"] as? Int == 4)
}

@Test func anEditIsMeasuredOnMadeUpImagesOfAKnownDatasetsClasses() throws {
    let program = try Program()
    let json = try program(
        "bench", "edit", "--classes-of", "pets", "--images", "500", "--repeats", "3", "--json"
    ).json()
    #expect(json["count"] as? Int == 500 && json["dataset"] as? String == "made")
    let parts = try #require(json["parts"] as? [[String: Any]])
    #expect(parts.compactMap { $0["name"] as? String } == ["class weights", "accuracy", "screen"])
    let seconds = parts.compactMap { $0["seconds"] as? Double }
    #expect(seconds[0] > 0 && seconds[0] < seconds[1] && seconds[1] < seconds[2], "each step rests on the one before")
    #expect(json["seconds"] as? Double == seconds[2])
}

@Test func theClassesOfAKnownDatasetAreEmbedded() throws {
    let json = try Program()("bench", "text", "--classes-of", "pets", "-t", "a {label}", "--repeats", "1", "--json")
        .json()
    #expect(json["count"] as? Int == 37)
}

@Test func theStepsOfAStartAreTold() throws {
    let program = try Program()
    try program.copyZoo()
    let text = try program("bench", "start", "--dataset", "zoo", "--repeats", "2").output
    for step in ["dataset", "model", "cached embeddings", "class weights", "accuracy"] {
        #expect(text.contains("  \(step) "))
    }
}

@Test func theExplorersStepsAreMeasuredOnADataset() throws {
    let program = try Program()
    try program.copyZoo()
    let json = try program("bench", "data", "--dataset", "zoo", "--repeats", "1", "--json").json()
    #expect(json["subject"] as? String == "data" && json["images"] as? Int == 6)
    let seconds = try #require(json["seconds"] as? [String: Double])
    #expect(seconds.count == 11 && seconds.values.allSatisfy { $0 > 0 })
    let memory = try #require(json["memory"] as? [String: Int])
    #expect(memory["peak"]! >= memory["anonymous"]! && memory["anonymous"]! > 0)
    let text = try program("bench", "data", "--dataset", "zoo", "--repeats", "1").output
    #expect(text.contains("data: zoo, 6 images") && text.contains("most wrong first"))
}

@Test func theProductsOfBothTowersAreMeasuredBesideThePeak() throws {
    let program = try Program()
    let json = try program("bench", "products", "--repeats", "1", "--threads", "1", "--json").json()
    #expect(json["subject"] as? String == "products" && json["threads"] as? Int == 1)
    let products = try #require(json["products"] as? [[String: Any]])
    #expect(Set(products.compactMap { $0["tower"] as? String }) == ["image", "text"])
    for product in products {
        let speeds = try #require(product["speeds"] as? [String: Double])
        #expect(speeds.count == 3 && speeds.values.allSatisfy { $0 > 0 })
    }
    let peaks = try #require(json["peaks"] as? [[String: Any]])
    #expect(peaks.allSatisfy { $0["one_thread"] as? Double ?? 0 > 0 && $0["all_threads"] as? Double ?? 0 > 0 })
}
