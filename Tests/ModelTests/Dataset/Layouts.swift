import Foundation

@testable import Model

/// A way in which labelled images lie on disks, as a tiny instance, and what is right for it.
struct Layout: Sendable, CustomStringConvertible {
    /// As docs/datasets.md calls it.
    let name: String
    /// The folder's name, where it tells something.
    var folder = "data"
    /// Images, of which nothing but the names is looked at.
    let images: [String]
    var texts: [String: String] = [:]
    var files: [String: Data] = [:]
    /// Nil: it is refused.
    var classes: [String]? = nil
    var labelled: Int? = nil
    var splits: [String] = []
    /// What a warning, a note or the refusal says.
    var says: String? = nil
    /// Images that are found, where not all are.
    var found: Int? = nil

    var description: String { name }
}

/// Each layout is checked by the compiler on its own: one literal of all of them takes it minutes.
@resultBuilder
enum LayoutList {
    static func buildBlock(_ layouts: Layout...) -> [Layout] { layouts }
}

extension Layout {
    static let all: [Layout] = folders + distributions + tables + unlabelled + refused

    @LayoutList private static var folders: [Layout] {
        Layout(
            name: "class folders", images: ["cat/1.jpg", "cat/deep/2.png", "dog/3.webp"], classes: ["cat", "dog"])
        Layout(
            name: "class folders in splits",
            images: ["train/cat/1.jpg", "train/dog/2.jpg", "val/cat/3.jpg", "val/dog/4.jpg"],
            classes: ["cat", "dog"], splits: ["train", "val"])
        Layout(
            name: "a lone folder above the class folders",
            images: ["photos of pets/cat/1.jpg", "photos of pets/dog/2.jpg"],
            texts: ["readme.txt": "my pets"], classes: ["cat", "dog"])
        Layout(
            name: "several lone folders and a stray image",
            images: ["stray.png", "a/b/images/cat/1.jpg", "a/b/images/dog/2.jpg"],
            classes: ["cat", "dog"], labelled: 2)
        Layout(
            name: "domains with the same class folders (Office-31, PACS)",
            images: ["amazon/cup/1.jpg", "amazon/pen/2.jpg", "dslr/cup/3.jpg", "dslr/pen/4.jpg"],
            classes: ["cup", "pen"], splits: ["amazon", "dslr"], says: "the folders amazon, dslr hold the same folders")
        Layout(
            name: "one class", images: ["cat/1.jpg", "cat/2.jpg"], classes: ["cat"])
        Layout(
            name: "unlabelled test images in a folder of their own",
            images: ["train/cat/1.jpg", "train/dog/2.jpg", "test/unknown/3.jpg"], classes: ["cat", "dog"], labelled: 2,
            splits: ["test", "train"])
        Layout(
            name: "class folders with what machines add",
            images: ["cat/1.jpg", "dog/2.jpg", "cat/@eaDir/1.jpg", "__MACOSX/cat/1.jpg", "cat/thumbnails/1.jpg"],
            classes: ["cat", "dog"], says: "1 image in @eaDir (cat/@eaDir/1.jpg)", found: 2)
        Layout(
            name: "masks beside the images",
            images: ["images/cat/1.jpg", "images/dog/2.jpg", "masks/cat/1.png", "masks/dog/2.png"],
            classes: ["cat", "dog"],
            says: "2 images drawn over others (masks/cat/1.png, ...) are left out", found: 2)
        Layout(
            name: "YOLO classification", images: ["train/cat/1.jpg", "train/dog/2.jpg", "test/cat/3.jpg"],
            classes: ["cat", "dog"], splits: ["test", "train"])
    }

    @LayoutList private static var distributions: [Layout] {
        Layout(
            name: "Food-101", folder: "food-101",
            images: [
                "images/apple_pie/1.jpg", "images/apple_pie/2.jpg", "images/baklava/1.jpg", "images/baklava/2.jpg",
            ],
            texts: [
                "meta/classes.txt": "apple_pie\nbaklava\n", "meta/labels.txt": "Apple pie\nBaklava\n",
                "meta/train.txt": "apple_pie/1\nbaklava/1\n", "meta/test.txt": "apple_pie/2\nbaklava/2\n",
            ], classes: ["apple pie", "baklava"], splits: ["test", "train"])
        Layout(
            name: "EuroSAT as distributed", images: ["2750/AnnualCrop/AnnualCrop_1.jpg", "2750/Forest/Forest_1.jpg"],
            classes: ["AnnualCrop", "Forest"])
        Layout(
            name: "EuroSAT from Kaggle",
            images: ["EuroSAT/AnnualCrop/1.jpg", "EuroSAT/Forest/1.jpg"],
            texts: ["EuroSAT/train.csv": ",Filename,Label,ClassName\n0,AnnualCrop/1.jpg,0,AnnualCrop\n"],
            classes: ["AnnualCrop", "Forest"], found: 2)
        Layout(
            name: "Caltech-101",
            images: [
                "101_ObjectCategories/BACKGROUND_Google/image_0001.jpg",
                "101_ObjectCategories/accordion/image_0001.jpg",
                "101_ObjectCategories/car_side/image_0001.jpg",
            ], texts: ["Annotations/accordion/annotation_0001.mat": "MATLAB"],
            classes: ["BACKGROUND Google", "accordion", "car side"])
        Layout(
            name: "DTD", folder: "dtd",
            images: ["images/banded/banded_1.jpg", "images/banded/banded_2.jpg", "images/bubbly/bubbly_1.jpg"],
            texts: [
                "labels/train1.txt": "banded/banded_1.jpg\n", "labels/test1.txt": "bubbly/bubbly_1.jpg\n",
                "labels/val1.txt": "banded/banded_2.jpg\n", "labels/train2.txt": "bubbly/bubbly_1.jpg\n",
                "labels/labels_joint_anno.txt": "banded/banded_1.jpg banded\nbubbly/bubbly_1.jpg bubbly lined\n",
                "imdb/imdb.mat": "MATLAB",
            ], classes: ["banded", "bubbly"], splits: ["test", "train", "val"])
        Layout(
            name: "CUB-200-2011",
            images: [
                "CUB_200_2011/images/001.Black_footed_Albatross/a_1.jpg",
                "CUB_200_2011/images/002.Laysan_Albatross/b_2.jpg",
            ],
            texts: [
                "CUB_200_2011/images.txt": "1 001.Black_footed_Albatross/a_1.jpg\n2 002.Laysan_Albatross/b_2.jpg\n",
                "CUB_200_2011/image_class_labels.txt": "1 1\n2 2\n",
                "CUB_200_2011/classes.txt": "1 001.Black_footed_Albatross\n",
                "attributes.txt": "1 has_bill_shape::curved\n",
            ], classes: ["Black footed Albatross", "Laysan Albatross"])
        Layout(
            name: "Stanford Dogs",
            images: [
                "Images/n02085620-Chihuahua/n02085620_7.jpg", "Images/n02085782-Japanese_spaniel/n02085782_2.jpg",
            ],
            texts: ["Annotation/n02085620-Chihuahua/n02085620_7": "<annotation>"],
            classes: ["Chihuahua", "Japanese spaniel"])
        Layout(
            name: "SUN397", folder: "SUN397",
            images: ["a/abbey/1.jpg", "a/apartment_building/outdoor/2.jpg", "b/bakery/shop/3.jpg"],
            texts: ["ClassName.txt": "/a/abbey\n/a/apartment_building/outdoor\n/b/bakery/shop\n"],
            classes: ["abbey", "apartment building/outdoor", "bakery/shop"])
        Layout(
            name: "Kaggle's PetImages", images: ["PetImages/Cat/0.jpg", "PetImages/Dog/0.jpg"],
            texts: ["PetImages/Cat/Thumbs.db": "db", "readme[1].txt": "notes", "MSR-LA - 3467.docx": "licence"],
            classes: ["Cat", "Dog"])
        Layout(
            name: "Kaggle's cat-and-dog",
            images: [
                "training_set/training_set/cats/1.jpg", "training_set/training_set/dogs/1.jpg",
                "test_set/test_set/cats/2.jpg", "test_set/test_set/dogs/2.jpg",
            ], classes: ["cats", "dogs"], splits: ["test_set", "training_set"])
        Layout(
            name: "Kaggle's dogs-vs-cats",
            images: ["train/train/cat.0.jpg", "train/train/dog.0.jpg", "test1/test1/1.jpg"], classes: ["cat", "dog"],
            labelled: 2, splits: ["test1", "train"])
        Layout(
            name: "Intel image classification",
            images: [
                "seg_train/seg_train/forest/1.jpg", "seg_train/seg_train/sea/2.jpg", "seg_test/seg_test/sea/3.jpg",
                "seg_pred/seg_pred/4.jpg",
            ], classes: ["forest", "sea"], labelled: 3, splits: ["seg_pred", "seg_test", "seg_train"])
        Layout(
            name: "ILSVRC from Kaggle",
            images: [
                "ILSVRC/Data/CLS-LOC/train/n01443537/n01443537_1.JPEG",
                "ILSVRC/Data/CLS-LOC/train/n01629819/n01629819_1.JPEG",
                "ILSVRC/Data/CLS-LOC/val/ILSVRC2012_val_00000001.JPEG",
                "ILSVRC/Data/CLS-LOC/test/ILSVRC2012_test_00000001.JPEG",
            ],
            texts: [
                "LOC_synset_mapping.txt": "n01443537 goldfish, Carassius auratus\nn01629819 European fire salamander\n",
                "LOC_val_solution.csv": "ImageId,PredictionString\nILSVRC2012_val_00000001,n01629819 85 1 499 272 \n",
                "ILSVRC/Annotations/CLS-LOC/val/ILSVRC2012_val_00000001.xml": "<annotation>",
            ], classes: ["goldfish", "fire salamander"], labelled: 3, splits: ["test", "train", "val"])
        Layout(
            name: "tiny ImageNet", folder: "tiny-imagenet-200",
            images: [
                "train/n01443537/images/n01443537_0.JPEG", "train/n01629819/images/n01629819_0.JPEG",
                "val/images/val_0.JPEG", "val/images/val_1.JPEG", "test/images/test_0.JPEG",
            ],
            texts: [
                "val/val_annotations.txt": "val_0.JPEG\tn01629819\t0\t32\t44\t62\nval_1.JPEG\tn01443537\t1\t2\t3\t4\n",
                "train/n01443537/n01443537_boxes.txt": "n01443537_0.JPEG\t0\t10\t63\t58\n", "wnids.txt": "n01443537\n",
                "words.txt": "n00001740\tentity\nn01443537\tgoldfish, Carassius auratus\n",
            ], classes: ["goldfish", "fire salamander"], labelled: 4, splits: ["test", "train", "val"])
        Layout(
            name: "GTSRB as distributed", folder: "GTSRB",
            images: ["Final_Training/Images/00000/00000_00000.ppm", "Final_Training/Images/00001/00000_00000.ppm"],
            texts: ["Final_Training/Images/00000/GT-00000.csv": "Filename;Width\n"],
            classes: ["red and white circle 20 kph speed limit", "red and white circle 30 kph speed limit"])
        Layout(
            name: "GTSRB as PNG", folder: "gtsrb",
            images: ["Train/0/00000_1.png", "Train/1/00001_1.png", "Test/00000.png", "Test/00001.png", "Meta/0.png"],
            texts: [
                "Test.csv": "Width,Height,ClassId,Path\n53,54,1,Test/00000.png\n42,45,0,Test/00001.png\n",
                "Train.csv": "Width,Height,ClassId,Path\n27,26,0,Train/0/00000_1.png\n29,26,1,Train/1/00001_1.png\n",
            ], classes: ["red and white circle 20 kph speed limit", "red and white circle 30 kph speed limit"],
            labelled: 4, splits: ["Meta", "Test", "Train"])
        Layout(
            name: "FGVC-Aircraft",
            images: ["data/images/1025794.jpg", "data/images/1340192.jpg", "data/images/0056978.jpg"],
            texts: [
                "data/images_variant_train.txt": "1025794 707-320\n1340192 Boeing 717\n",
                "data/images_variant_test.txt": "0056978 707-320\n", "data/variants.txt": "707-320\nBoeing 717\n",
            ], classes: ["707-320", "Boeing 717"], splits: ["test", "train"])
        Layout(
            name: "Oxford-IIIT Pet in its folder",
            images: ["oxford-iiit-pet/images/Abyssinian_1.jpg", "oxford-iiit-pet/images/beagle_1.jpg"],
            texts: ["oxford-iiit-pet/annotations/list.txt": "Abyssinian_1 1 1 1\nbeagle_1 2 2 1\n"],
            classes: ["Abyssinian", "beagle"])
        Layout(
            name: "MNIST as torchvision keeps it", images: [],
            files: [
                "MNIST/raw/t10k-images-idx3-ubyte": Samples.idx([2, 1, 1], [0, 1]),
                "MNIST/raw/t10k-labels-idx1-ubyte": Samples.idx([2], [1, 0]),
            ], classes: digits, splits: ["test"], found: 2)
        Layout(
            name: "CIFAR-10, binary", images: [],
            texts: ["wrapped/cifar-10-batches-bin/batches.meta.txt": "airplane\nautomobile\n"],
            files: ["wrapped/cifar-10-batches-bin/test_batch.bin": Data(count: 3073)],
            classes: ["airplane", "automobile"],
            splits: ["test"], found: 1)
        Layout(
            name: "class folders in a tar archive", images: [],
            files: ["pets.tar": Samples.tar([("pets/cat/1.jpg", Data([1])), ("pets/dog/2.jpg", Data([1]))])],
            classes: ["cat", "dog"], found: 2)
        Layout(
            name: "WebDataset", images: [],
            files: [
                "shards/0.tar": Samples.tar([
                    ("1.jpg", Data([1])), ("1.cls", Data("1".utf8)), ("2.jpg", Data([1])), ("2.cls", Data("0".utf8)),
                ])
            ], classes: ["0", "1"], found: 2)
        Layout(
            name: "img2dataset, tar shards", images: [],
            files: ["00000.tar": Samples.tar(img2dataset)], classes: [],
            says: "no column is taken for labels (txt, url, caption, key, status: ", found: 3)
    }

    private static let digits = (0...9).map { "\($0)" }

    private static let img2dataset: [(String, Data)] = (0..<3).flatMap { index in
        [
            ("0000\(index).jpg", Data([1])), ("0000\(index).txt", Data("a picture of number \(index) on a wall".utf8)),
            (
                "0000\(index).json",
                Data(
                    #"{"url": "http://example.org/\#(index)", "caption": "a picture of number \#(index) on a wall", "key": "\#(index)", "status": "success"}"#
                        .utf8)
            ),
        ]
    }
}
