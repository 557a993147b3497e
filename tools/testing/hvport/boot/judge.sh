# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# shellcheck disable=SC2154 # hv_scripts is that of lib.sh
#
# What a boot is judged by, one function for each channel that it left behind.
# They take a file of results to add to (results.sh) and what to look at. The
# unit test test_judge.sh shows each of them a bad case. Sourced, never run.

# framed NAME COMMAND...: runs a test program on this machine in the frame that the
# guest's PID 1 puts around one, so that the same judge reads it
framed()
{
	local rc=0
	printf 'init: run %s\n' "$1"
	timeout -k 5 60 "${@:2}" </dev/null || rc=$?
	printf 'init: exit %s %d\ninit: end\n' "$1" "$rc"
}

# The second serial port: what the tests said
judge_verdict()
{
	awk -f "$hv_scripts/../boot/verdict.awk" "$2" >>"$1"
	grep -qE $'^(pass|fail)\t[^\t:]+:' "$1" || record "$1" fail scenario "no test ran"
}

# The first serial port: any complaint of the kernel, whoever caused it
kernel_complains='WARNING:|BUG[: ]|INFO: (task|trying)|Oops|KASAN|KCSAN|UBSAN|Kernel panic|general protection'
kernel_complains+='|Call Trace|possible recursive|Invalid wait|rcu.*(stall|self-detected)'
kernel_complains+='|soft lockup|hard LOCKUP|blocked for more than|refcount_t'

# A crash that was asked for, and no more than that
without_crash() { sed '/sysrq: Trigger a crash/,/<\/TASK>/d'; }

# KCSAN reports races of the kernel's own, too. What lies between two lines of "="
# and does not name the module in any call chain is nobody's business here. What an
# interrupt came upon did not take part: it stands below the entry of the interrupt.
without_foreign_races()
{
	tr -d '\r' | awk '
		!inside && /=================/ { inside = 1; text = $0; next }
		!inside { print; next }
		/ (asm_sysvec_|asm_common_interrupt)/ { interrupted = 1 }
		/^\[[^]]*\] *$/ { interrupted = 0 }
		/=================/ || !interrupted { text = text "\n" $0 }
		/=================/ {
			interrupted = 0
			if (text !~ /BUG: KCSAN/ || text ~ /\[hvport\]/)
				print text
			inside = 0
		}
		END { if (inside) print text }'
}

judge_console()
{
	local line
	[ "${3:-}" != crash ] || grep -qa 'Kernel panic - not syncing: sysrq triggered crash' "$2" ||
		record "$1" fail console "the kernel did not crash"
	line=$(without_foreign_races <"$2" | tr -d '\t' | { [ "${3:-}" = crash ] && without_crash || cat; } |
		grep -aE "$kernel_complains") || return 0
	record "$1" fail console "${line%%$'\n'*}"
}

judge_violations()
{
	local line
	line=$(grep -m 1 -a '^testhv: VIOLATION' "$2" | tr -d '\r\t') && record "$1" fail hypervisor "$line"
}

# How often a call, by its name in the log, was answered with success
successes() { grep -acE "^testhv: call .* $1 .*-> 0x0000" "$2" || true; }

# The log of a machine that went down while things were held: all that was made
# was deleted again, but for what was to be left, PORTS/CONNECTIONS, and a page of the
# module's own was given back. There is no report at the end, for nobody was left to
# ask for one.
judge_held()
{
	local made deleted page left=${4:-0/0}
	judge_violations "$1" "$2" || true
	made=$(successes HvCallCreatePort "$2")+$(successes HvCallConnectPort "$2")
	deleted=$(successes HvCallDeletePort "$2")+$(successes HvCallDisconnectPort "$2")
	page=$(grep -a '^testhv: hypercall msr ' "$2" | tail -n 1 | tr -d '\r') || true
	[ "$made" != 0+0 ] || record "$1" fail hypervisor "nothing was held at the end"
	[ "$((${made%+*} - ${deleted%+*}))/$((${made#*+} - ${deleted#*+}))" = "$left" ] ||
		record "$1" fail hypervisor "ports+connections made: $made, deleted: $deleted"
	[ "$3" = adopted ] || [ "$page" = "testhv: hypercall msr 0x0" ] ||
		record "$1" fail hypervisor "the page was not given back: $page"
}

# The test hypervisor's log: rules that were broken, things that were left, if they
# are not those that nobody can take away, PORTS/CONNECTIONS
judge_hypervisor()
{
	local end left=${3:-0/0}
	judge_violations "$1" "$2" || true
	end=$(grep -a '^testhv: end ' "$2" | tail -n 1 | tr -d '\r\t') || true
	if [ -z "$end" ]; then
		record "$1" fail hypervisor "the test hypervisor made no report at the end"
	elif ! [[ "$end " == *" ports=${left%/*} connections=${left#*/} violations=0 "* ]]; then
		record "$1" fail hypervisor "left behind: $end"
	fi
}

# The console of the machine in between, whose kernel's KVM is the hypervisor
judge_nested()
{
	local line
	line=$(grep -m 1 -aE "$kernel_complains|Unhandled (RD|WR)MSR\(0x4000" "$2" | tr -d '\r\t') &&
		record "$1" fail hypervisor "$line"
	# Out of patience with the guest, it is stopped by a signal, and that is code 0 as well
	if ! grep -qa '^nested: QEMU ended with code 0' "$2" || grep -qa '^qemu: terminating on signal' "$2"; then
		record "$1" fail hypervisor "the guest was not run to its end: $(grep -aE '^(qemu|nested): ' "$2" | head -n 1 | tr -d '\r\t')"
	fi
}
