import Foundation

@testable import Model

extension Layout {
    @LayoutList static var tables: [Layout] {
        Layout(
            name: "labels.csv", images: ["images/1.jpg", "images/2.jpg"],
            texts: ["labels.csv": "file,label\nimages/1.jpg,cat\nimages/2.jpg,dog\n"], classes: ["cat", "dog"])
        Layout(
            name: "metadata.csv (Hugging Face imagefolder)", images: ["1.png", "2.png"],
            texts: ["metadata.csv": "file_name,label\n1.png,cat\n2.png,dog\n"], classes: ["cat", "dog"])
        Layout(
            name: "metadata.jsonl in splits", images: ["train/1.png", "train/2.png", "test/1.png"],
            texts: [
                "train/metadata.jsonl":
                    #"{"file_name": "1.png", "label": "cat"}\#n{"file_name": "2.png", "label": "dog"}"#,
                "test/metadata.jsonl": #"{"label": "dog", "file_name": "1.png"}"#,
            ], classes: ["cat", "dog"], splits: ["test", "train"])
        Layout(
            name: "metadata.csv with images/", images: ["images/1.png", "images/2.png"],
            texts: ["metadata.csv": "file_name,text,label\n1.png,a cat on a mat,cat\n2.png,a dog in a fog,dog\n"],
            classes: ["cat", "dog"], says: "the labels are its column label; --label-column takes another: text")
        Layout(
            name: "Kaggle's labels.csv with an id", images: ["train/0a1.jpg", "train/0b2.jpg", "test/0c3.jpg"],
            texts: ["labels.csv": "id,breed\n0a1,boston_bull\n0b2,dingo\n"], classes: ["boston bull", "dingo"],
            labelled: 2,
            splits: ["train"], says: "1 image that labels.csv does not name (test/0c3.jpg) is left out", found: 2)
        Layout(
            name: "Kaggle's train.csv and a JSON map of numbers",
            images: ["train_images/1.jpg", "train_images/2.jpg", "train_images/3.jpg", "test_images/4.jpg"],
            texts: [
                "train.csv": "image_id,label\n1.jpg,0\n2.jpg,1\n3.jpg,0\n",
                "label_num_to_disease_map.json": #"{"0": "blight", "1": "rot"}"#,
            ], classes: ["blight", "rot"], labelled: 3, splits: ["test_images", "train_images"])
        Layout(
            name: "Roboflow's _classes.csv",
            images: ["train/1.jpg", "train/2.jpg", "valid/3.jpg"],
            texts: [
                "train/_classes.csv": "filename, cat, dog\n1.jpg, 1, 0\n2.jpg, 0, 1\n",
                "valid/_classes.csv": "filename, cat, dog\n3.jpg, 0, 1\n", "README.roboflow.txt": "pets\n",
            ], classes: ["cat", "dog"], splits: ["train", "valid"])
        Layout(
            name: "numbered folders with a JSON map", images: ["train/10/1.jpg", "train/2/2.jpg", "valid/2/3.jpg"],
            texts: ["cat_to_name.json": #"{"10": "globe thistle", "2": "rose"}"#],
            classes: ["globe thistle", "rose"], splits: ["train", "valid"])
        Layout(
            name: "labels.csv with blanks after commas and a map of names", images: ["a b/1.jpg", "a b/2.jpg"],
            texts: [
                "labels.csv": "label, file\n1, a b/1.jpg\n0, \"a b/2.jpg\"\n",
                "class_indices.json": #"{"dog": 0, "cat": 1}"#,
            ], classes: ["dog", "cat"])
        Layout(
            name: "COCO with one class an image", images: ["images/1.jpg", "images/2.jpg", "images/3.jpg"],
            texts: [
                "annotations/instances.json": #"""
                {"images": [{"id": 7, "file_name": "1.jpg"}, {"id": 8, "file_name": "2.jpg"},
                            {"id": 9, "file_name": "3.jpg"}],
                 "annotations": [{"id": 1, "image_id": 7, "category_id": 2, "bbox": [1, 2, 3, 4]},
                                 {"id": 2, "image_id": 7, "category_id": 2},
                                 {"id": 3, "image_id": 8, "category_id": 5},
                                 {"id": 4, "image_id": 9, "category_id": 5},
                                 {"id": 5, "image_id": 9, "category_id": 2}],
                 "categories": [{"id": 2, "name": "cat"}, {"id": 5, "name": "dog"}]}
                """#
            ], classes: ["cat", "dog"], labelled: 2)
        Layout(
            name: "FiftyOne's samples", images: ["data/1.jpg", "data/2.jpg"],
            texts: [
                "metadata.json": "{}",
                "samples.json": #"""
                {"samples": [
                  {"filepath": "data/1.jpg", "tags": [], "ground_truth": {"_cls": "Classification", "label": "cat"}},
                  {"filepath": "data/2.jpg", "tags": [], "ground_truth": {"_cls": "Classification", "label": "dog"}}]}
                """#,
            ], classes: ["cat", "dog"])
        Layout(
            name: "FiftyOne's classification", images: ["data/1.jpg", "data/2.jpg"],
            texts: ["labels.json": #"{"classes": ["cat", "dog"], "labels": {"1": 1, "2": 0}}"#],
            classes: ["cat", "dog"])
        Layout(
            name: "ISIC's one-hot table", images: ["ISIC_input/ISIC_0000000.jpg", "ISIC_input/ISIC_0000001.jpg"],
            texts: ["ISIC_GroundTruth.csv": "image,MEL,NV,BCC\nISIC_0000000,0.0,1.0,0.0\nISIC_0000001,1.0,0.0,0.0\n"],
            classes: ["MEL", "NV"])
        Layout(
            name: "a list of paths and labels", images: ["imgs/1.jpg", "imgs/2.jpg"],
            texts: ["list.txt": "imgs/1.jpg cat\nimgs/2.jpg dog\n"], classes: ["cat", "dog"])
        Layout(
            name: "a table with semicolons, in UTF-16", images: ["1.jpg", "2.jpg"],
            files: ["labels.csv": "sep=;\r\nfile;label\r\n1.jpg;cat\r\n2.jpg;dog\r\n".data(using: .utf16)!],
            classes: ["cat", "dog"])
        Layout(
            name: "a table of pandas", images: ["1.jpg", "2.jpg", "3.jpg"],
            texts: ["labels.csv": ",path,category_id,category\n0,1.jpg,7,cat\n1,2.jpg,9,dog\n2,3.jpg,7,cat\n"],
            classes: ["cat", "dog"],
            says: "the labels are its column category; --label-column takes another: category_id")
    }

    @LayoutList static var unlabelled: [Layout] {
        Layout(name: "a bare folder of images", images: ["1.jpg", "2.jpg"], classes: [])
        Layout(
            name: "ImageNet's validation images, flat", images: ["val/ILSVRC2012_val_00000001.JPEG"], classes: [],
            splits: ["val"])
        Layout(
            name: "Flowers-102, broken", images: ["jpg/image_00001.jpg", "jpg/image_00002.jpg"],
            texts: ["imagelabels.mat": "MATLAB 5.0", "setid.mat": "MATLAB 5.0"], classes: [],
            says: "imagelabels.mat: is not read: it is no MATLAB 5 file")
        Layout(
            name: "Stanford Cars, broken", images: ["cars_train/00001.jpg", "cars_test/00001.jpg"],
            texts: ["devkit/cars_train_annos.mat": "MATLAB 5.0"], classes: [], splits: ["cars_test", "cars_train"],
            says: "devkit/cars_train_annos.mat: is not read: it is no MATLAB 5 file")
        Layout(
            name: "Pascal VOC",
            images: [
                "VOCdevkit/VOC2012/JPEGImages/1.jpg", "VOCdevkit/VOC2012/JPEGImages/2.jpg",
                "VOCdevkit/VOC2012/SegmentationClass/1.png",
            ],
            texts: [
                "VOCdevkit/VOC2012/Annotations/1.xml": "<annotation>",
                "VOCdevkit/VOC2012/ImageSets/Main/cat_train.txt": "1 -1\n2 1\n",
                "VOCdevkit/VOC2012/ImageSets/Main/dog_train.txt": "1 1\n2 1\n",
            ], classes: [], says: "are annotations of objects, not a class for an image: write labels.csv", found: 2)
        Layout(
            name: "YOLO detection", images: ["images/train/a.jpg", "images/val/b.jpg"],
            texts: [
                "labels/train/a.txt": "0 0.5 0.5 1 1\n", "labels/val/b.txt": "1 0.5 0.5 1 1\n", "data.yaml": "nc: 2\n",
            ],
            classes: [], splits: ["train", "val"],
            says: "the .txt files (labels/train/a.txt) are texts, one an image: boxes")
        Layout(
            name: "COCO", images: ["val2017/000000000139.jpg"],
            texts: ["annotations/instances_val2017.json": #"{"images": []}"#], classes: [], splits: ["val2017"],
            says: "annotations/instances_val2017.json may hold them and is not read: write labels.csv")
        Layout(
            name: "FiftyOne's export", images: ["data/1.jpg", "data/2.jpg"],
            texts: ["samples.json": #"{"samples": []}"#, "metadata.json": "{}"], classes: [],
            says: ".json may hold them and is not read: write labels.csv")
        Layout(
            name: "img2dataset, files", images: ["00000/000000000.jpg", "00001/000010000.jpg"],
            texts: [
                "00000/000000000.txt": "a cat on a mat", "00000/000000000.json": #"{"caption": "a cat on a mat"}"#,
                "00001/000010000.txt": "a dog in a fog", "00001/000010000.json": #"{"caption": "a dog in a fog"}"#,
            ], classes: [], says: "are texts, one an image: boxes or captions")
    }

    @LayoutList static var refused: [Layout] {
        Layout(
            name: "CIFAR-10, Python version, without its names", images: [],
            files: [
                "cifar-10-batches-py/data_batch_1": Data([0x80, 2, 0x7D])
            ], says: "is a batch of CIFAR's Python version: its folder must have batches.meta, or meta, too")
        Layout(
            name: "a zip archive", images: [], texts: ["pets.zip": "PK"],
            says: "pets.zip is cut short or no zip archive")
        Layout(
            name: "a tar.gz archive", images: [], texts: ["pets.tar.gz": "gz"],
            says: "pets.tar.gz: it is not a whole gzip file")
        Layout(
            name: "TFRecord", images: [], texts: ["pets-train.tfrecord-00000-of-00001": "x"], says: "1 TFRecord file")
        Layout(
            name: "phone photographs",
            images: ["cat/IMG_1.HEIC", "dog/IMG_2.HEIC", "cat/3.TIF", "dog/4.avif", "dog/5.jxl"],
            classes: ["cat", "dog"])
        Layout(
            name: "an empty folder", images: [], texts: ["notes.md": "nothing"],
            says: "no PNG, JPEG, WebP, GIF, BMP, PPM, TIFF, HEIC, AVIF, JPEG XL or ICO images")
    }
}
