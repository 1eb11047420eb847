# SPDX-License-Identifier: GPL-3.0-or-later
# What packaging/run and packaging/test share: the packages, and the build of build/release. To be sourced by bash.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$root/build/release

# Names as Debian 12 and Ubuntu 24.04 have them. Where the two differ, the known names are separated by |.
packages=(
    g++ cmake ninja-build ccache pkg-config
    qt6-base-dev 'qt6-charts-dev|libqt6charts6-dev' 'qt6-svg-dev|libqt6svg6-dev' libgl-dev fonts-dejavu-core
    libhwy-dev librandom123-dev libtbb-dev libopenblas-dev libboost-dev libeigen3-dev
    nlohmann-json3-dev libcli11-dev libzip-dev zlib1g-dev libpng-dev libjpeg-dev
    catch2
)
# Wanted where apt knows them: Qt Charts needs the first one to be found; later versions of qt6-base-dev contain it.
packages_if_known=(libqt6opengl6-dev)

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

installed() { [[ $(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

# The wanted packages that are absent, each as it was written ("a|b" when neither is there).
missing_packages() {
    local wanted name
    for wanted in "$@"; do
        for name in ${wanted//|/ }; do
            installed "$name" && continue 2
        done
        printf '%s\n' "$wanted"
    done
}

# A package that apt could install; a virtual name has no candidate.
available() { [[ $(apt-cache policy "$1" 2>/dev/null) =~ Candidate:\ [^\(] ]]; }

other_system() {
    cat >&2 <<TEXT
$1

Orthant is built here with the packages of Debian 12 (or later) and Ubuntu 24.04 (or later). On another system install
these yourself, with their headers, and then set ORTHANT_PACKAGES=skip:
  a C++20 compiler (GCC 12, clang 14 or later), CMake 3.25, Ninja, pkg-config
  Qt 6.4 (Widgets, Charts, Svg)      Google Highway 1.0        oneTBB 2021        OpenBLAS (with its pkg-config file)
  Random123      Boost.Math 1.74    Eigen 3.4    nlohmann/json 3.10         CLI11 2.1           libzip 1.7          zlib
  libpng 1.6     libjpeg-turbo
  Catch2 2.13 or 3
TEXT
    exit 1
}

# install_packages NAME...: installs what is absent and touches apt only then.
install_packages() {
    [[ ${ORTHANT_PACKAGES:-} == skip ]] && return
    command -v apt-get >/dev/null || other_system "This system has no apt-get."
    local id version
    id=$(. /etc/os-release && printf '%s' "${ID:-}")
    version=$(. /etc/os-release && printf '%s' "${VERSION_ID:-}")
    if [[ $id == debian && -n $version ]] && dpkg --compare-versions "$version" lt 12; then
        other_system "This is Debian $version."
    elif [[ $id == ubuntu && -n $version ]] && dpkg --compare-versions "$version" lt 24.04; then
        other_system "This is Ubuntu $version."
    fi

    local missing optional=() chosen=() absent=() wanted name
    mapfile -t missing < <(missing_packages "$@")
    for name in "${packages_if_known[@]}"; do
        installed "$name" || optional+=("$name")
    done
    if ((${#missing[@]} == 0)); then
        for name in "${optional[@]}"; do
            available "$name" && missing+=("$name")
        done
        ((${#missing[@]})) || return 0
    fi

    say "These packages are missing and will be installed:"
    say "  ${missing[*]}"
    ((${#optional[@]})) && say "and where this system has them: ${optional[*]}"
    local sudo=()
    if ((EUID != 0)); then
        command -v sudo >/dev/null || fail "Installing them needs root, and there is no sudo. As root: apt-get install ${missing[*]%%|*}"
        sudo=(sudo)
    fi
    "${sudo[@]}" apt-get update
    for wanted in "${missing[@]}"; do
        for name in ${wanted//|/ }; do
            available "$name" && chosen+=("$name") && continue 2
        done
        absent+=("$wanted")
    done
    ((${#absent[@]} == 0)) || other_system "apt knows no package: ${absent[*]}"
    for name in "${optional[@]}"; do
        available "$name" && chosen+=("$name")
    done
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${chosen[@]}" </dev/null
}

# Compilers side by side: one for each processor, but no more than one for each 1.5 GB of memory.
jobs_here() {
    local processors memory
    processors=$(nproc)
    memory=$(awk '/^MemTotal/ { print int($2 / 1500000) }' /proc/meminfo)
    ((memory < 1)) && memory=1
    printf '%s' $((processors < memory ? processors : memory))
}

# build_release [TARGET...]: everything when no target is named.
build_release() {
    local targets=()
    (($#)) && targets=(--target "$@")
    (cd "$root" && cmake --preset release)
    cmake --build "$build" --parallel "$(jobs_here)" "${targets[@]}"
}
