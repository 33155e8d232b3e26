/// What a pickle asks for by name: the few things that a dictionary of tensors is made of, and others. None is ever
/// called; they say what a value means.
enum PickleGlobal: Equatable {
    case orderedDictionary
    /// Of (storage, offset, shape, strides, ...).
    case tensor
    case storage(ElementType)
    /// torch.float32 and the like.
    case type
    /// A function whose value is its first argument: parameters around tensors, lists with their type.
    case firstArgument
    /// A module's class in a TorchScript archive: an object with attributes.
    case scriptClass
    /// Anything else that Python knows. What it would make is a value of which nothing is known but this name.
    case foreign(module: String, name: String)

    private static let names: [String: [String: PickleGlobal]] = [
        "collections": ["OrderedDict": .orderedDictionary],
        "torch._utils": ["_rebuild_tensor_v2": .tensor, "_rebuild_parameter": .firstArgument],
        "torch": [
            "FloatStorage": .storage(.float32), "HalfStorage": .storage(.float16),
            "BFloat16Storage": .storage(.bfloat16), "DoubleStorage": .storage(.float64),
            "LongStorage": .storage(.int64), "IntStorage": .storage(.int32), "ShortStorage": .storage(.int16),
            "CharStorage": .storage(.int8), "ByteStorage": .storage(.uint8), "BoolStorage": .storage(.bool),
            "Size": .firstArgument,
            "float32": .type, "float16": .type, "bfloat16": .type, "float64": .type, "int64": .type,
        ],
        "torch.jit._pickle": [
            "build_intlist": .firstArgument, "build_doublelist": .firstArgument, "build_boollist": .firstArgument,
            "build_tensorlist": .firstArgument, "restore_type_tag": .firstArgument,
        ],
    ]

    init(module: String, name: String) {
        if let global = Self.names[module]?[name] {
            self = global
        } else if module == "__torch__" || module.hasPrefix("__torch__.") {
            self = .scriptClass
        } else {
            self = .foreign(module: String(module.prefix(100)), name: String(name.prefix(100)))
        }
    }
}
