# Sourced: builds the program that is installed, and puts its files below a folder.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
version=$(sed -n 's/.*static let version = "\(.*\)"/\1/p' "$root/Sources/clipscope/Clipscope.swift")
umask 022
scratch=$root/.build/package
built=$scratch/release/clipscope

# The Swift runtime is linked in. Libraries are looked for beside bin first, where a .tar.gz keeps them.
build() {
    "$root/scripts/setup"
    swift build --package-path "$root" --scratch-path "$scratch" -c release --product clipscope --static-swift-stdlib \
        -Xlinker --disable-new-dtags -Xlinker -rpath -Xlinker "\$ORIGIN/../lib" >&2
}

# stage FOLDER: bin and share of an installation.
stage() {
    local to=$1 share=$1/share
    install -d "$to/bin" "$share/clipscope" "$share/man/man1" "$share/bash-completion/completions" \
        "$share/zsh/vendor-completions" "$share/fish/vendor_completions.d" "$share/doc/clipscope"
    strip --strip-unneeded -o "$to/bin/clipscope" "$built"
    chmod 755 "$to/bin/clipscope"
    (cd "$root" && git ls-files -z sample-data themes | xargs -0 cp --parents --no-preserve=mode -t "$share/clipscope")
    gzip -9nc "$root/docs/clipscope.1" >"$share/man/man1/clipscope.1.gz"
    "$built" completions bash >"$share/bash-completion/completions/clipscope"
    "$built" completions zsh >"$share/zsh/vendor-completions/_clipscope"
    "$built" completions fish >"$share/fish/vendor_completions.d/clipscope.fish"
    cp "$root/LICENSE" "$root/NOTICE" "$share/doc/clipscope/"
    gzip -9nc "$root/CHANGELOG.md" >"$share/doc/clipscope/changelog.gz"
}
