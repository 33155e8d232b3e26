import Foundation
import Testing

@testable import Model

@Test func aCorruptCacheIsSetAsideAndRebuilt() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "clipscope-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(repeating: 0x5a, count: 8192).write(to: folder.appending(path: "embeddings.sqlite"))
    let store = try EmbeddingStore(directory: folder)
    #expect(store.takeRepairMessage() != nil)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(files.contains { $0.contains("corrupt") })
    _ = try store.summary()
}
