/// One of several parts of a dataset that are embedded apart from each other: "2/8" is the second of eight.
package struct Shard: Sendable, Equatable, CustomStringConvertible {
    /// From 1.
    package let number: Int
    package let count: Int

    /// More parts than any dataset is cut into.
    private static let most = 1_000_000

    package enum Failure: Error, Equatable {
        case notAShard(String)
    }

    package init(number: Int, count: Int) {
        precondition((1...count).contains(number), "part \(number) of \(count)")
        self.number = number
        self.count = count
    }

    /// - Throws: `Shard.Failure` unless it reads i/n with 1 <= i <= n.
    package init(_ text: String) throws {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let number = parts[0], let count = parts[1], number >= 1, number <= count,
            count <= Self.most
        else {
            throw Failure.notAShard(text)
        }
        self.init(number: number, count: count)
    }

    package var description: String { "\(number)/\(count)" }

    /// Its share of so many images: neighbours, so that the parts one after the other are the whole.
    package func range(of images: Int) -> Range<Int> {
        images * (number - 1) / count..<images * number / count
    }
}

extension Shard.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notAShard(let text):
            "shard \"\(text)\", expected i/n with i from 1 to n, at most a million: 2/8 is the second of eight parts"
        }
    }
}
