import Foundation

/// What torch.save and torch.jit.save write since torch 1.6: a zip archive of data.pkl, which describes the tensors, and
/// their values in data/0, data/1 and so on (torch/csrc/jit/serialization, torch/serialization.py).
struct TorchArchive: TensorArchive {
    let file: URL
    let tensors: [String: StoredTensor]

    /// How torch's older format begins: a pickle of protocol 2 with 0x1950A86A20F9469CFC6C.
    private static let olderFormat: [UInt8] = [
        0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19,
    ]

    /// - Throws: `CheckpointError`, `MappedFile.Failure`
    init(contentsOf url: URL) throws {
        try self.init(MappedFile(url))
    }

    init(_ mapped: MappedFile) throws {
        let url = mapped.url
        file = url
        guard !mapped.bytes.starts(with: Self.olderFormat) else {
            throw CheckpointError.malformed(
                url,
                reason: "is of torch's format before 1.6, which is not read; load it in torch and torch.save it again")
        }
        let zip = try ZipFile(mapped)
        let folders = zip.names.filter { $0.hasSuffix("/data.pkl") }.map { $0.dropLast("data.pkl".count) }
        guard folders.count == 1, let folder = folders.first.map(String.init),
            let pickleRange = try zip.range(of: folder + "data.pkl")
        else {
            let isNumPy = zip.names.contains { $0.hasSuffix(".npy") }
            throw CheckpointError.malformed(
                url,
                reason: isNumPy
                    ? "is an archive of numpy's arrays (MLX, JAX), which is not read; get torch's or safetensors"
                    : "is a zip archive, but not of torch: expected one data.pkl in it")
        }
        if let order = try zip.range(of: folder + "byteorder"), !mapped.bytes[order].elementsEqual("little".utf8) {
            throw CheckpointError.malformed(url, reason: "has its values in another byte order, expected little")
        }
        guard pickleRange.count <= Pickle.longest else {
            throw CheckpointError.malformed(url, reason: "has a pickle of \(pickleRange.count) bytes, expected few")
        }
        let pickle = try Pickle([UInt8](mapped.bytes[pickleRange]), of: url)
        let reader = TorchTensorReader(archive: zip, folder: folder, pickle: pickle)
        var tensors: [String: StoredTensor] = [:]
        // In order: of several faults the same one is told each time.
        for (name, value) in try StateDictionary(of: pickle, in: url).values.sorted(by: { $0.key < $1.key }) {
            tensors[name] = try reader.tensor(name, value)
        }
        self.tensors = tensors
    }
}
