import Foundation
import Model

extension BenchSubjects {
    /// From the files, without the cache.
    func images() throws -> Benchmark {
        let clip = try options.model.load(home, usesCache: false)
        let dataset = dataset.spread(options.images)
        let encoding = ImageEncoding(usesCache: false, threads: options.threads)
        _ = try encoding.encode(dataset.spread(threads), clip)
        var read = 0
        let times = try Benchmark.times(repeats) { _ in
            read = try encoding.encode(dataset, clip).0.table.known
        }
        return Benchmark(
            "images", times: times, unit: "images", count: read, model: clip.title, dataset: dataset.name)
    }

    /// From what the image encoder takes, in batches as a run makes them.
    func tensors() throws -> Benchmark {
        let clip = try options.model.load(home, usesCache: false)
        let pictures = try dataset.spread(options.images).images.map { try $0.source.picture() }
        var rest = pictures[...]
        var batches: [FeatureMap] = []
        while !rest.isEmpty {
            let size = EmbeddingBatch.size(of: rest.count, threads: threads)
            batches.append(clip.pixels(of: Array(rest.prefix(size))))
            rest = rest.dropFirst(size)
        }
        _ = try clip.embed(Array(batches.prefix(threads)), threads: threads)
        var count = 0
        let times = try Benchmark.times(repeats) { _ in
            count = try clip.embed(batches, threads: threads).rows
        }
        return Benchmark(
            "tensors", times: times, unit: "images", count: count, model: clip.title, dataset: dataset.name)
    }

    var threads: Int { options.threads ?? ProcessInfo.processInfo.activeProcessorCount }
}

extension Dataset {
    /// So many of its images, from all over it; all of them where it has not more.
    fileprivate func spread(_ count: Int?) -> Dataset {
        guard let count, count < images.count else { return self }
        return only((0..<count).map { $0 * images.count / count })
    }
}
