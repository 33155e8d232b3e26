import Foundation

/// The variables of a MATLAB 5 file ("MAT-File Format", The MathWorks), as MATLAB's save and scipy.io.savemat write them.
/// Version 7.3 is HDF5 and not read.
struct MATFile {
    struct Variable {
        let name: String
        /// As MATLAB counts them: the first number of an array's places runs fastest.
        let shape: [Int]
        let kind: MATReader.Kind
        fileprivate let element: Element
        /// Of a numeric one: where its numbers lie in the element's bytes, and of which type they are.
        let numbers: (offset: Int, count: Int, type: MATReader.Number)?
    }

    /// In the file, packed by zlib or not.
    fileprivate struct Element {
        let isPacked: Bool
        let offset: Int
        let count: Int
    }

    enum Failure: Error, Equatable {
        case notMATLAB
        case isHDF5
        case notWhole
        case unexpected(String)
        case tooLong(name: String, most: Int)
    }

    private(set) var variables: [Variable] = []
    private let read: ReadBytes
    private let isBigEndian: Bool

    private static let headerLength = 128
    /// Of a variable, as far as its numbers.
    private static let headLength = 1 << 12
    /// What is unpacked into memory.
    private static let longest = 1 << 28
    private static let mostVariables = 1 << 10

    /// - Throws: `MATFile.Failure`, and what `read` throws.
    init(size: Int, read: @escaping ReadBytes) throws {
        self.read = read
        guard size >= Self.headerLength else { throw Failure.notMATLAB }
        let header = try read(0, Self.headerLength)
        guard header.starts(with: Array("MATLAB".utf8)) else { throw Failure.notMATLAB }
        if header.starts(with: Array("MATLAB 7.3".utf8)) { throw Failure.isHDF5 }
        switch Array(header[126...]) {
        case Array("IM".utf8): isBigEndian = false
        case Array("MI".utf8): isBigEndian = true
        default: throw Failure.notMATLAB
        }
        var position = Self.headerLength
        while size - position >= 8, variables.count < Self.mostVariables {
            let tag = try MATReader(read(position, 8), isBigEndian: isBigEndian).tag(at: 0)
            guard tag.count <= size - position - 8 else { throw Failure.notWhole }
            let isPacked = tag.type == MATReader.packed
            if isPacked || tag.type == MATReader.matrix {
                // Packed bytes hold the tag too.
                let element = Element(
                    isPacked: isPacked, offset: isPacked ? position + 8 : position,
                    count: isPacked ? tag.count : tag.count + 8)
                if let variable = try variable(element) { variables.append(variable) }
            }
            position += 8 + tag.count
        }
    }

    subscript(name: String) -> Variable? { variables.first { $0.name == name } }

    private func variable(_ element: Element) throws -> Variable? {
        let reader = try MATReader(start(of: element, count: Self.headLength), isBigEndian: isBigEndian)
        guard let head = try reader.head() else { return nil }
        return Variable(name: head.name, shape: head.shape, kind: head.kind, element: element, numbers: head.numbers)
    }

    private func start(of element: Element, count: Int) throws -> [UInt8] {
        guard element.isPacked else { return try read(element.offset, min(count, element.count)) }
        return try unpacked(element, atMost: count)
    }

    private func unpacked(_ element: Element, atMost most: Int) throws -> [UInt8] {
        do {
            let inflater = try Inflater(.zlib)
            var position = 0
            return try [UInt8](unsafeUninitializedCapacity: most) { output, written in
                while written < most {
                    let piece = try read(element.offset + position, min(1 << 16, element.count - position))
                    let step = try piece.withUnsafeBytes {
                        try inflater.step($0, into: UnsafeMutableBufferPointer(rebasing: output[written..<most]))
                    }
                    position += step.consumed
                    written += step.produced
                    if step.isEnd { break }
                    guard step.consumed + step.produced > 0 else { throw Failure.notWhole }
                }
            }
        } catch is Inflater.Failure {
            throw Failure.notWhole
        }
    }

    /// All of a variable, in memory.
    /// - Throws: `MATFile.Failure`, and what `read` throws.
    func value(of variable: Variable) throws -> MATValue {
        let element = variable.element
        let head = try MATReader(start(of: element, count: 8), isBigEndian: isBigEndian)
        let count = try head.tag(at: 0).count + 8
        guard count <= Self.longest else { throw Failure.tooLong(name: variable.name, most: Self.longest) }
        // zlib packs no better.
        guard count / 1032 <= element.count else { throw Failure.notWhole }
        let bytes = try start(of: element, count: count)
        guard bytes.count == count else { throw Failure.notWhole }
        return try MATReader(bytes, isBigEndian: isBigEndian).value()
    }

    /// Where the numbers of a variable lie.
    enum Place {
        case file(offset: Int)
        /// In what is unpacked of the zlib stream that begins here.
        case stream(at: Int, offset: Int)
    }

    func place(of variable: Variable) -> Place? {
        guard let numbers = variable.numbers else { return nil }
        return variable.element.isPacked
            ? .stream(at: variable.element.offset, offset: numbers.offset)
            : .file(offset: variable.element.offset + numbers.offset)
    }
}

extension MATFile.Failure: CustomStringConvertible {
    var description: String {
        switch self {
        case .notMATLAB: "it is no MATLAB 5 file"
        case .isHDF5: "it is a MATLAB 7.3 file, which is HDF5 and not read: save it with -v7"
        case .notWhole: "it is not a whole MATLAB file"
        case .unexpected(let what): what
        case .tooLong(let name, let most): "its variable \(name) has more than the \(most) bytes that are read"
        }
    }
}
