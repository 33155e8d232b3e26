import Foundation

/// Unpacks a gzip file, or a zlib stream in a file, once from front to back, and notes where to go on from later. Only what is asked for on the way is
/// kept.
final class GzipIndexer {
    let fileVersion: FileVersion
    private let descriptor: Int32
    private let packedSize: Int
    private let inflater: Inflater
    private let format: Inflater.Format

    private var input: [UInt8] = []
    private var consumed = 0
    /// Of the first byte behind `input`.
    private var inputEnd = 0
    private var output = [UInt8](repeating: 0, count: 1 << 18)
    private var window: [UInt8] = []
    private var points: [GzipBlocks.Point] = []
    private var isInMember = false
    private(set) var isFinished = false
    /// Bytes unpacked so far.
    private(set) var size = 0
    /// The last of them, from `keptStart` on.
    private var kept: [UInt8] = []
    private var keptStart = 0

    private static let windowSize = 1 << 15
    /// So far apart are the places to go on from: each takes 32 kB of memory.
    private static let span = 4 << 20
    private static let (mostPoints, longestBlock) = (1 << 13, 1 << 26)

    /// - Parameter start: in the file.
    /// - Throws: `POSIXError`, `FilePath.NotAFile`, `GzipFile.Failure` where it does not begin like one.
    init(_ path: FilePath, from start: Int = 0, format: Inflater.Format = .gzip) throws {
        self.format = format
        inputEnd = start
        do {
            inflater = try Inflater(format)
        } catch {
            throw POSIXError(.ENOMEM)
        }
        descriptor = try path.opened()
        do {
            fileVersion = try FileVersion(descriptor: descriptor)
        } catch {
            close(descriptor)
            throw error
        }
        packedSize = Int(fileVersion.size)
    }

    deinit { close(descriptor) }

    /// What was seen so far.
    var blocks: GzipBlocks { GzipBlocks(points: points, packedSize: packedSize, size: size, format: format) }

    /// Unpacks up to a place; what lies before `start` may be forgotten.
    /// - Returns: false where the contents end before.
    /// - Throws: `GzipFile.Failure`, `POSIXError`
    func reach(_ end: Int, keepingFrom start: Int) throws -> Bool {
        forget(before: start)
        while size < end, !isFinished {
            try advance()
            forget(before: start)
        }
        return size >= end
    }

    /// - Parameter range: reached, and not forgotten.
    func bytes(_ range: Range<Int>) -> ArraySlice<UInt8> {
        kept[range.lowerBound - keptStart..<range.upperBound - keptStart]
    }

    private func forget(before start: Int) {
        let count = min(kept.count, max(0, start - keptStart))
        kept.removeFirst(count)
        keptStart += count
    }

    private func advance() throws {
        if consumed == input.count { try fill() }
        guard consumed < input.count else {
            if isInMember { throw GzipFile.Failure.notWhole }
            isFinished = true
            return
        }
        if !isInMember { try begin() }
        guard isInMember else { return }
        let step: Inflater.Step
        do {
            step = try input[consumed...].withUnsafeBytes { input in
                try output.withUnsafeMutableBufferPointer { try inflater.step(input, into: $0, stopsAtBlocks: true) }
            }
        } catch {
            throw GzipFile.Failure.notWhole
        }
        consumed += step.consumed
        size += step.produced
        kept += output[..<step.produced]
        window = Array((window + output[..<step.produced]).suffix(Self.windowSize))
        guard size - (points.last?.unpacked ?? 0) <= Self.longestBlock else {
            throw GzipFile.Failure.longBlock(most: Self.longestBlock)
        }
        if step.isEnd {
            isInMember = false
            isFinished = format != .gzip
        } else if let bits = step.bitsLeft {
            try note(bits: bits)
        }
    }

    private func fill() throws {
        input = [UInt8](repeating: 0, count: 1 << 17)
        let found = pread(descriptor, &input, input.count, off_t(inputEnd))
        guard found >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        input.removeLast(input.count - found)
        inputEnd += found
        consumed = 0
    }

    /// The next member; what is none behind the first is padding, which gzip passes over too.
    private func begin() throws {
        guard input[consumed] == 0x1F || points.isEmpty else {
            isFinished = true
            return
        }
        do {
            if !points.isEmpty { try inflater.reset(.gzip) }
        } catch {
            throw GzipFile.Failure.notWhole
        }
        isInMember = true
        try note(bits: nil)
    }

    /// A place to go on from, where the last one is far enough away.
    private func note(bits: Int?) throws {
        guard points.isEmpty || size - points[points.count - 1].unpacked >= Self.span else { return }
        guard points.count < Self.mostPoints else {
            throw GzipFile.Failure.tooLong(most: Self.mostPoints * Self.span)
        }
        points.append(
            GzipBlocks.Point(
                unpacked: size, packed: inputEnd - input.count + consumed, bits: bits,
                window: bits == nil ? [] : window))
    }
}
