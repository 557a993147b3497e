#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The story that "make demo" tells, run by the guest's busybox: what a port is,
# what the hypervisor is asked for byte by byte, and that nothing stays behind.
# It is a test as well (scenario "demo"): any step that fails ends it.

# shellcheck disable=SC3040 # busybox sh has pipefail
set -e -o pipefail
for name in uname insmod rmmod mkfifo head sed; do
	[ -e /bin/$name ] || busybox ln -s busybox /bin/$name
done

tell() { printf '\n%s\n' "$*"; }

# show COMMAND...: the command as one would type it, and what it prints
show()
{
	printf '\n  $ %s\n' "$*"
	"$@" | sed 's/^./    &/'
}

# hold OPTION...: a process in the background that has a port; goes on when it says so
hold()
{
	printf '\n  $ hvportctl create %s --hold &\n' "$*"
	hvportctl create "$@" --hold >/tmp/said &
	holders="$holders $!"
	said=$(head -n 1 /tmp/said)
	printf '    %s\n' "$said"
	[ -n "$said" ]
}

printf '1..1\n'
tell "This is Linux $(uname -r), Debian's own, in QEMU. Below it is no Hyper-V but
testhv, a small hypervisor that shows Linux the same interface and writes down
what it is asked for. The kernel took it for Hyper-V when it booted. The module:"
show insmod /hvport.ko
show hvportctl info

tell "A port is where other partitions can send to. There are four types of them. Each
of these processes opens /dev/hvport, makes the ioctl HVPORT_CREATE_PORT, and has
the port for as long as it keeps the file open:"
mkfifo /tmp/said
hold --type message --id 1 --sint 3
hold --type event --id 2 --sint 4 --base-flag 16 --flag-count 8
hold --type monitor --id 3 --address 0x1000
hold --type doorbell --id 4 --sint 5 --vp 0

tell "What the hypervisor received: one HvCallCreatePort for each, 56 bytes of input."
show testhvctl log

tell "What hvport holds, and what the hypervisor itself says that it holds:"
show hvportctl list
show testhvctl ports

tell "One of them is deleted by hand; it is another process's, so that has to be meant.
The others go when their processes do, here by SIGKILL: nobody has to clean up."
show hvportctl delete --id 4 --foreign
printf '\n  $ kill -9%s\n' "$holders"
# shellcheck disable=SC2086 # a list of processes
kill -9 $holders
wait || true
show rmmod hvport
show testhvctl ports

testhvctl ports | sed 1q | { read -r left; [ "$left" = "The hypervisor holds 0 ports." ]; }
tell "Nothing is left."
printf 'ok 1 demo\n'
