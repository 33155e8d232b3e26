import Foundation

/// Weights under the names that the towers have, without those of what a training wrapped around them.
struct UnwrappedArchive: TensorArchive {
    let file: URL
    let files: [URL]
    let tensors: [String: StoredTensor]

    /// Parts of a name that stand for a wrapper, wherever they are: of DataParallel, torch.compile and FSDP.
    private static let wrappers: Set<Substring> = [
        "module", "_orig_mod", "_forward_module", "_fsdp_wrapped_module", "_checkpoint_wrapped_module",
    ]

    /// - Throws: `CheckpointError` where two names become one, or where the tensors are an adapter's.
    init(_ archive: any TensorArchive) throws {
        (file, files) = (archive.file, archive.files)
        guard !archive.tensors.keys.contains(where: { $0.contains(".lora_") || $0.hasPrefix("base_model.model.") })
        else {
            throw CheckpointError.malformed(
                file,
                reason: "is an adapter (PEFT, LoRA) and no whole model; merge it into its base (merge_and_unload) and "
                    + "save that")
        }
        var names: [String: String] = [:]
        for name in archive.tensors.keys { names[name] = Self.unwrapped(name) }
        if let prefix = Self.prefix(of: names.values) {
            names = names.mapValues { String($0.dropFirst(prefix.count)) }
        }
        var tensors: [String: StoredTensor] = [:]
        for (name, tensor) in archive.tensors.sorted(by: { $0.key < $1.key }) {
            guard tensors.updateValue(tensor, forKey: names[name]!) == nil else {
                throw CheckpointError.malformed(file, reason: "has \(names[name]!) twice, once as \(name)")
            }
        }
        self.tensors = tensors
    }

    private static func unwrapped(_ name: String) -> String {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.contains(where: wrappers.contains) else { return name }
        return parts.filter { !wrappers.contains($0) }.joined(separator: ".")
    }

    /// What stands before logit_scale, which every CLIP has outermost, where it stands before every name: "model.".
    private static func prefix(of names: some Collection<String>) -> String? {
        let scales = names.filter { $0.hasSuffix(".logit_scale") }
        guard scales.count == 1, let prefix = scales.first?.dropLast("logit_scale".count),
            names.allSatisfy({ $0.hasPrefix(prefix) })
        else { return nil }
        return String(prefix)
    }
}
