# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034 # dir, label, is, qemu, processors() and hv_build are those of boot/run
#
# A scenario whose hypervisor is KVM: the guest runs in a machine in between, which
# has KVM because QEMU emulates AMD's SVM. How both are started, and what the one
# in between is judged by. Sourced by boot/run, never run.

# What the guest is shown of Hyper-V, if the scenario does not say it. Linux takes KVM
# for KVM, whatever else it shows, unless that is off.
nested_features=kvm=off,hv-relaxed,hv-vapic,hv-vpindex,hv-time,hv-synic,hv-stimer,hv-ipi,hv-tlbflush

# The guest has as much memory as it has elsewhere; in the middle of it a part that
# its kernel leaves alone, in MiB
nested_memory=256
nested_verdict=128

# guest_arguments COMMAND-LINE: of the QEMU in the machine in between. It must never
# look into the guest's registers (vmport, vapic): if it does, QEMU's emulation of SVM
# takes the right to use I/O ports from all of the guest's programs.
guest_arguments()
{
	local features=${is[hypervisor]#kvm}
	features=${features# }
	printf '%s\n' -no-user-config -nodefaults -display none -no-reboot -accel kvm \
		-M pc,memory-backend=ram,vmport=off,hpet=off,i8042=off \
		-global apic-common.vapic=off -L /rom -smp "${is[cpus]}" \
		-cpu "qemu64,${features:-$nested_features}" \
		-m "$nested_memory" -object \
		"memory-backend-file,id=ram,size=${nested_memory}M,mem-path=/ram/guest,share=on" \
		-device hyperv-testdev -serial file:/dev/ttyS2 \
		-kernel /guest/kernel -initrd /guest/initramfs -append "$1"
}

# compose_nested COMMAND-LINE: the command that boots both, into the array "qemu"
compose_nested()
{
	local guest append="console=ttyS0 quiet panic=-1 oops=panic clocksource=acpi_pm cryptomgr.notests"
	guest=$(guest_arguments "memmap=1M\$${nested_verdict}M HVPORT_VERDICT=$((nested_verdict << 20)) $1" |
		base64 -w 0)
	append+=" processors=$(($(processors) - is[cpus]))-$(($(processors) - 1))"
	append+=" hugepages=$((nested_memory / 2)) limit=$((is[timeout] - 15)) verdict=$nested_verdict guest=$guest"
	# The third serial port is the guest's console
	qemu=("${QEMU:-qemu-system-x86_64}" -no-user-config -nodefaults -display none -no-reboot
		-M pc -accel tcg -cpu "qemu64,+svm,+npt" -m 768 -smp "$(processors)"
		-serial "file:$dir/hypervisor" -serial "file:$dir/verdict" -serial "file:$dir/console"
		-kernel "$KERNEL_IMAGE" -initrd "$hv_build/nested/$label"
		-append "$append")
}
