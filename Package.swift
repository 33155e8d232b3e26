// swift-tools-version: 6.1
import PackageDescription

/// A debug build leaves C unoptimised, and the tests would wait for the kernels. SwiftPM refuses a package with flags that
/// another one finds by version: its checkout goes without, as release builds do, whose -O2 is as fast.
let isCheckout = Context.packageDirectory.split(separator: "/").contains("checkouts")
let kernelFlags: [CSetting] = isCheckout ? [] : [.unsafeFlags(["-O3"], .when(configuration: .debug))]

let package = Package(
    name: "clipscope",
    products: [
        .executable(name: "clipscope", targets: ["clipscope"]),
        .library(name: "Model", targets: ["Model"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        .systemLibrary(name: "CNCurses", providers: [.apt(["libncurses-dev"])]),
        .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
        .systemLibrary(name: "CTurboJPEG", pkgConfig: "libturbojpeg", providers: [.apt(["libturbojpeg0-dev"])]),
        .systemLibrary(name: "CWebP", pkgConfig: "libwebp", providers: [.apt(["libwebp-dev"])]),
        .systemLibrary(name: "CChafa", pkgConfig: "chafa", providers: [.apt(["libchafa-dev", "libglib2.0-dev"])]),
        .systemLibrary(name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CSnappy", providers: [.apt(["libsnappy-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "CPNG", linkerSettings: [.linkedLibrary("png")]),
        .target(name: "CFormats"),
        .target(name: "CKernels", cSettings: kernelFlags),
        .target(name: "CCrash"),
        .target(
            name: "Model",
            dependencies: [
                "COpenBLAS", "CCrypto", "CCurl", "CFormats", "CKernels", "CPNG", "CSnappy", "CTurboJPEG", "CWebP",
                "CXXHash", "CZlib", "CZstd",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .target(name: "TUI", dependencies: ["Model", "CNCurses", "CChafa", "CCrash", "CZlib"]),
        .executableTarget(
            name: "clipscope",
            dependencies: [
                "Model", "TUI", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .testTarget(name: "ModelTests", dependencies: ["Model"], exclude: ["Goldens"]),
        .testTarget(name: "TUITests", dependencies: ["TUI", "CZlib"], exclude: ["Screens"]),
        .testTarget(
            name: "clipscopeTests", dependencies: ["Model", "TUI", "CZlib"],
            exclude: ["Help", "Hub/server.py", "Hub/loopback.pem", "Upgrade"]),
    ]
)
