/// What the name of a folder says beside the class of its images.
enum FolderName {
    private static let containers: Set<String> = [
        "images", "image", "imgs", "img", "jpg", "jpeg", "jpegs", "jpegimages", "png", "pngs", "photos", "pictures",
        "pics",
        "data", "dataset", "raw", "files", "all",
    ]

    private static let annotations: Set<String> = [
        "annotations", "annotation", "labels", "masks", "mask", "segmentationclass", "segmentationobject",
        "segmentations", "segmentation", "trimaps", "groundtruth", "gt", "bboxes", "boxes", "depth", "xmls",
    ]

    private static let machines: Set<String> = [
        "@eadir", "@__thumb", "__macosx", "#recycle", "@recycle", "$recycle.bin", "system volume information",
        "lost+found",
    ]

    private static let thumbnails: Set<String> = ["thumbs", "thumbnails", "_thumbs", "_thumbnails", "thumb"]

    /// Holds the images, whatever is on them.
    static func isContainer(_ name: String) -> Bool { containers.contains(name.lowercased()) }

    /// Holds what was drawn over the images, where a folder of images lies beside it.
    static func isAnnotation(_ name: String) -> Bool {
        annotations.contains(name.lowercased().filter { $0.isLetter || $0.isNumber })
    }

    /// Made by a storage device, an operating system or a program that unpacks.
    static func isMachineMade(_ name: String) -> Bool { machines.contains(name.lowercased()) }

    /// Smaller copies, where it lies beside the images.
    static func isThumbnails(_ name: String) -> Bool { thumbnails.contains(name.lowercased()) }
}
