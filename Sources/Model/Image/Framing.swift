/// Where a picture's pixels go: resized as a whole, then seen through a window of the encoder's input size.
struct Framing: Equatable {
    let width: Int
    let height: Int
    /// Of the window in the resized picture; negative where the resized picture is smaller and gets a border.
    let left: Int
    let top: Int

    /// The part of the resized picture that is seen.
    let columns: Range<Int>
    let rows: Range<Int>

    /// The sizes follow torchvision's Resize and open_clip's ResizeKeepRatio, the window torchvision's CenterCrop,
    /// open_clip's CenterCropOrPad and the center_crop of Hugging Face.
    init(width sourceWidth: Int, height sourceHeight: Int, in input: Preprocessing) {
        switch input.resizeMode {
        case .squash:
            (width, height) = (input.width, input.height)
        case .shortest where input.width == input.height:
            // The long side is truncated: int(size * long / short).
            width = sourceWidth <= sourceHeight ? input.width : input.width * sourceWidth / sourceHeight
            height = sourceWidth <= sourceHeight ? input.height * sourceHeight / sourceWidth : input.height
        case .shortest, .longest:
            let ratios = (Double(sourceWidth) / Double(input.width), Double(sourceHeight) / Double(input.height))
            let ratio = input.resizeMode == .longest ? max(ratios.0, ratios.1) : min(ratios.0, ratios.1)
            // Python's round. Where it gives 0 the reference fails; one pixel is kept here.
            width = max(1, Int((Double(sourceWidth) / ratio).rounded(.toNearestOrEven)))
            height = max(1, Int((Double(sourceHeight) / ratio).rounded(.toNearestOrEven)))
        }
        left = input.cropRounding.start(of: input.width, in: width)
        top = input.cropRounding.start(of: input.height, in: height)
        columns = max(0, left)..<min(width, left + input.width)
        rows = max(0, top)..<min(height, top + input.height)
    }
}

extension Preprocessing.CropRounding {
    /// Where a window of `size` starts in the middle of `length`.
    fileprivate func start(of size: Int, in length: Int) -> Int {
        switch self {
        case .torchvision where length < size: -((size - length) / 2)
        case .torchvision: Int((Double(length - size) / 2).rounded(.toNearestOrEven))
        case .floor: (length - size) >> 1
        }
    }
}
