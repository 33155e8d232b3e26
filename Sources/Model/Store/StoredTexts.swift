import Foundation
import Synchronization

/// What the cache of texts knows of one model. Where it fails, it is left for the rest of the run. Told is what concerns it
/// alone; a folder or a disk that cannot be written is told by the cache of images, which lies beside it.
package final class StoredTexts: TextMemory {
    private let store: TextStore
    private let model: TextStore.Model
    /// Nil: who asks to keep something waits for it.
    private let writer: DispatchQueue?
    /// Nil after a failure.
    private let tell: Mutex<(@Sendable (String) -> Void)?>

    /// - Parameters:
    ///   - isWritingBehind: whoever asks to keep something does not wait; the end of the program may lose it.
    ///   - tell: gets one line.
    init(
        _ store: TextStore, of model: TextStore.Model, isWritingBehind: Bool = false,
        tell: @escaping @Sendable (String) -> Void
    ) {
        self.store = store
        self.model = model
        writer = isWritingBehind ? DispatchQueue(label: "texts", qos: .utility) : nil
        self.tell = Mutex(tell)
    }

    package func embeddings(of ids: [[Int]]) -> [[Float]?] {
        attempt { try store.embeddings(of: ids.map(Self.hash), model: model) } ?? ids.map { _ in nil }
    }

    package func keep(_ embeddings: [[Float]], of ids: [[Int]]) {
        guard let writer else { return save(embeddings, of: ids) }
        writer.async { self.save(embeddings, of: ids) }
    }

    private func save(_ embeddings: [[Float]], of ids: [[Int]]) {
        _ = attempt { try store.save(embeddings, of: ids.map(Self.hash), model: model) }
    }

    private static func hash(_ ids: [Int]) -> ContentHash {
        ContentHash(of: ids.map { Int32($0).littleEndian }.withUnsafeBytes { Data($0) })
    }

    fileprivate static func told(of error: any Error) -> String? {
        guard case StoreError.newerVersion = error else { return nil }
        return "\(message(of: error)); texts are encoded without a cache"
    }

    private func attempt<Value>(_ body: () throws -> Value) -> Value? {
        guard tell.withLock({ $0 != nil }) else { return nil }
        do {
            let value = try body()
            if let repair = store.takeRepairMessage() { tell.withLock { $0?(repair) } }
            return value
        } catch {
            tell.withLock { tell in
                if let told = Self.told(of: error) { tell?(told) }
                tell = nil
            }
            return nil
        }
    }
}

extension TextStore {
    /// The cache of a directory; nil where it cannot be opened.
    /// - Parameter tell: gets a line where it is a newer program's.
    package static func open(in directory: URL, tell: (String) -> Void) -> TextStore? {
        do {
            return try TextStore(directory: directory)
        } catch {
            if let told = StoredTexts.told(of: error) { tell(told) }
            return nil
        }
    }
}

extension CLIP {
    /// Finds texts that were embedded at an earlier start in the cache, and keeps new ones there.
    /// - Parameters:
    ///   - isWritingBehind: nobody waits for the keeping, and the end of the program may lose some.
    ///   - tell: gets a line where the cache is a newer program's, or was mended.
    package func rememberTexts(
        in store: TextStore, isWritingBehind: Bool = false, tell: @escaping @Sendable (String) -> Void
    ) {
        if let repair = store.takeRepairMessage() { tell(repair) }
        let model = TextStore.Model(fingerprint: fingerprint, dimension: dimension, name: name)
        remember(StoredTexts(store, of: model, isWritingBehind: isWritingBehind, tell: tell))
    }
}
