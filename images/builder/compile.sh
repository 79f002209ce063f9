#!/bin/bash
# Fetches, prepares and compiles; leaves binaries and the file "version" in /out. Runs inside the builder image.
set -euo pipefail

PROGRAMS='kube-apiserver kube-controller-manager kube-scheduler kube-proxy kubelet kubectl'
# The commit of the release tag: an exported tree does not know it.
COMMIT=faecb196815e248d3ecfb03c680a4507229c2a56

step() { echo "==> $*"; }

step 'fetching the source package of Kubernetes'
mkdir -p /work /out
cd /work
apt-get source --quiet kubernetes

# Debian's version is 1.20.5+really1.20.2-…: what comes last before the Debian revision is what it is.
debian_version=$(dpkg-parsechangelog --file kubernetes-*/debian/changelog --show-field Version)
version=$(echo "$debian_version" | sed -E 's/^.*really//; s/-[^-]*$//')
date=$(date --utc --date="@$(dpkg-parsechangelog --file kubernetes-*/debian/changelog --show-field Timestamp)" +%Y-%m-%dT%H:%M:%SZ)

export GOPATH=/work/go GOCACHE=/work/cache GO111MODULE=off GOFLAGS= CGO_ENABLED=0
mkdir -p $GOPATH/src/k8s.io
mv kubernetes-*/ $GOPATH/src/k8s.io/kubernetes
cd $GOPATH/src/k8s.io/kubernetes

step 'replacing reflect2: the vendored 1.0.1 crashes when compiled with Go 1.18 or newer'
rm -r vendor/github.com/modern-go/reflect2
cp -rL /usr/share/gocode/src/github.com/modern-go/reflect2 vendor/github.com/modern-go/reflect2

step 'generating code'
# Without it the apiserver lacks its OpenAPI definitions. The makefile's Go version check knows only Go's of its time.
make generated_files

step "compiling Kubernetes $version: $PROGRAMS"
flags='-s -w'
for package in k8s.io/component-base/version k8s.io/client-go/pkg/version k8s.io/kubernetes/vendor/k8s.io/component-base/version k8s.io/kubernetes/vendor/k8s.io/client-go/pkg/version; do
	flags+=" -X $package.gitVersion=v$version -X $package.gitCommit=$COMMIT -X $package.gitTreeState=archive"
	flags+=" -X $package.gitMajor=$(echo "$version" | cut -d. -f1) -X $package.gitMinor=$(echo "$version" | cut -d. -f2)"
	flags+=" -X $package.buildDate=$date"
done
# shellcheck disable=SC2086
go build -v -p "$(nproc)" -trimpath -ldflags "$flags" -o /out/ $(printf ' ./cmd/%s' $PROGRAMS)

step 'compiling pause'
pause_version=$(sed -n 's/^TAG *?*= *//p' build/pause/Makefile | head -n 1)
gcc -Os -Wall -Werror -static -DVERSION="v$pause_version" -o /out/pause build/pause/linux/pause.c || gcc -Os -Wall -static -DVERSION="v$pause_version" -o /out/pause build/pause/pause.c
strip /out/pause

printf '%s\n' "$version" > /out/version
rm -rf /work
step 'compiled'
ls -l /out
cp /bin/busybox /out/busybox
