#!/bin/sh
# Cuts the power of an emulated machine while phones sell on it, and looks at what its disk holds:
# what the program had written but not synced is lost with the machine's memory. On demand, on
# Debian; takes a few minutes. CHOPHIEN_CUTS says how often (10 times otherwise).
#
#   tests/power/cut.sh [FOLDER]     keeps kernel and machine in FOLDER (target/power otherwise)
#
# Needs qemu-system-x86, e2fsprogs, kmod and cpio installed; kernel, busybox and libeatmydata are fetched as
# packages and unpacked, not installed. The second test runs the same program with a library that
# leaves out every sync (as `synchronous = off` would) and must lose sales: else the first proves
# nothing.
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
folder=${1:-$here/target/power}
mkdir -p "$folder/packages"
cd "$folder"

fetch() { # fetch PACKAGE: unpacks it into ./unpacked
    ls packages/"$1"_*.deb >/dev/null 2>&1 || (cd packages && apt-get download -q "$1")
    dpkg -x packages/"$1"_*.deb unpacked
}
kernel=$(apt-cache depends linux-image-cloud-amd64 | awk '/Depends:/ { print $2; exit }')
fetch "$kernel"
fetch busybox-static
fetch libeatmydata1
cp unpacked/boot/vmlinuz-* kernel

cd "$here"
cargo build --locked --bin chophien
binary=$here/target/debug/chophien
cd "$folder"
rm -rf root && mkdir -p root/bin root/dev root/proc root/sys root/data root/modules
cp unpacked/bin/busybox root/bin/busybox
strip -o root/bin/chophien "$binary"
cp unpacked/usr/lib/*/libeatmydata.so root/eatmydata.so
for library in $(ldd "$binary" | grep -o '/[^ ]*'); do
    mkdir -p "root$(dirname "$library")" && cp -L "$library" "root$library"
done
modules=$(find unpacked/lib/modules -maxdepth 1 -mindepth 1)
PATH=$PATH:/usr/sbin:/sbin depmod -b unpacked "${modules##*/}"
for name in virtio_pci virtio_blk virtio_net ext4; do
    # A module after those it stands on; what is built in has none.
    awk -v name="/$name.ko:" 'index($0, name) { sub(":", ""); for (i = NF; i; i--) print $i }' \
        "$modules/modules.dep"
done | awk '!seen[$0]++' > root/modules/order
while read -r module; do
    cp "$modules/$module" root/modules/
done < root/modules/order
cp "$here/tests/power/init.sh" root/init
chmod 755 root/init
(cd root && find . | cpio -o -H newc --quiet | gzip -1) > initrd

cd "$here"
CHOPHIEN_POWER=$folder cargo test --locked --test power -- --nocapture --test-threads 1
