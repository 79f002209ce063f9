#!/bin/sh
# other-engine.sh ROOT WORK CGROUP (machine|v2): dockerd of another Debian, as on a machine of its own. Runs as the first process of new
# mount, network and pid namespaces; with its end all that it made is gone, but for WORK and the cgroups below CGROUP.
# It ends when its standard input does.
#   ROOT   that Debian's files, which are only read
#   v2     cgroup v2 alone, also where the machine has v1 and its controllers are there: then without them
#   WORK   where it writes; WORK/run, with the socket, is at the same path inside
set -eu
root=$1 work=$2 cgroup=$3 cgroups=$4

mount --make-rprivate /
ip link set lo up
mkdir -p "$work/upper" "$work/over" "$work/root" "$work/data" "$work/state" "$work/run"
mount -t overlay overlay -o "lowerdir=$root,upperdir=$work/upper,workdir=$work/over" "$work/root"
cd "$work/root"
# Neither can be on an overlay: the engine's images are overlays, and pods' volumes are shared mounts.
mkdir -p var/lib/docker var/lib/single-kube ".$work/run" old
mount --bind "$work/data" var/lib/docker
mount --bind "$work/state" var/lib/single-kube
mount --bind "$work/run" ".$work/run"
mount -t proc proc proc
# Of the new network namespace, where /sys/class/net is another; the cgroups are the machine's.
mount -t sysfs sysfs sys
if [ "$cgroups" = v2 ]; then mount -t cgroup2 cgroup2 sys/fs/cgroup; else mount --rbind /sys/fs/cgroup sys/fs/cgroup; fi
mount --rbind /dev dev
mount -t tmpfs tmpfs run
[ ! -d /lib/modules ] || { mkdir -p usr/lib/modules && mount --rbind /lib/modules usr/lib/modules; }
cp /etc/resolv.conf etc/resolv.conf
pivot_root . old
cd /
umount -l /old

# By another descriptor, since a shell takes the input of what runs in the background away.
exec 3<&0
dockerd --host "unix://$work/run/docker.sock" --cgroup-parent "$cgroup" > "$work/run/dockerd.log" 2>&1 3<&- &
dockerd=$!
{ cat <&3 > /dev/null; kill -TERM "$dockerd"; } &
wait "$dockerd"
