#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Can the runner see a failure? Shows its judges made-up transcripts, good ones
# and each way of being bad, and compares the records that come out. TAP.

# shellcheck disable=SC2317 # expect calls its judges by name
# shellcheck source=../scripts/lib.sh
. "$(dirname "$0")/../scripts/lib.sh"
# shellcheck source=../scripts/results.sh
. "$hv_scripts/results.sh"
# shellcheck source=../boot/judge.sh
. "$hv_scripts/../boot/judge.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tests=0
failed=0

# expect "WHAT" JUDGE EXPECTED: shows JUDGE what comes on stdin; EXPECTED is the
# records without their reasons, blanks between them
expect()
{
	local got
	cat >"$work/seen"
	: >"$work/results"
	"$2" "$work/results" "$work/seen"
	got=$(awk -F '\t' '{ printf "%s%s=%s", sep, $1, $2; sep = " " }' "$work/results")
	tests=$((tests + 1))
	if [ "$got" = "$3" ]; then
		printf 'ok %d %s\n' "$tests" "$1"
	else
		printf '# Expected "%s", got "%s"\nnot ok %d %s\n' "$3" "$got" "$tests" "$1"
		failed=1
	fi
}

frame() { printf 'init: begin Linux\ninit: run t\n%b\n' "$1"; }

printf 'TAP version 13\n'
expect "all passed" judge_verdict 'pass=t:a pass=t:b' < <(
	frame '1..2\nok 1 a\nok 2 - b\ninit: exit t 0\ninit: end')
expect "one failed" judge_verdict 'pass=t:a fail=t:b' < <(
	frame '1..2\nok 1 a\nnot ok 2 b\ninit: exit t 1\ninit: end')
expect "failed, but the exit code is 0" judge_verdict 'pass=t:a fail=t:b' < <(
	frame '1..2\nok 1 a\r\nnot ok 2 b\r\ninit: exit t 0\ninit: end')
expect "passed, but the exit code is 1" judge_verdict 'pass=t:a fail=t:exit' < <(
	frame '1..1\nok 1 a\ninit: exit t 1\ninit: end')
expect "less than planned" judge_verdict 'pass=t:a fail=t:plan' < <(
	frame '1..3\nok 1 a\ninit: exit t 0\ninit: end')
expect "killed by a signal" judge_verdict 'pass=t:a fail=t:exit' < <(
	frame '1..2\nok 1 a\ninit: killed t 11\ninit: end')
expect "cut short" judge_verdict 'pass=t:a fail=t:end fail=end' < <(
	frame '1..2\nok 1 a')
expect "the guest has no end" judge_verdict 'pass=t:a fail=end' < <(
	frame '1..1\nok 1 a\ninit: exit t 0')
expect "all skipped is not a pass" judge_verdict 'skip=t:test 1 skip=t:b fail=scenario' < <(
	frame '1..2\nok 1 # SKIP no testhv\nok 2 b # SKIP nor this\ninit: exit t 4\ninit: end')
expect "the whole program skipped" judge_verdict 'skip=t:all fail=scenario' < <(
	frame '1..0 # SKIP no device\ninit: exit t 4\ninit: end')
expect "a skip without a name" judge_verdict 'skip=t:x.y pass=t:z' < <(
	frame '#  RUN           x.y ...\n# SKIP\nok 1 # SKIP no reason\nok 2 z\ninit: exit t 0\ninit: end')
expect "no test, exit code 0" judge_verdict 'fail=t:plan' < <(
	frame 'hello\ninit: exit t 0\ninit: end')
expect "no test, exit code 127" judge_verdict 'fail=t:exit' < <(
	frame 'hello\ninit: exit t 127\ninit: end')
expect "the guest complains" judge_verdict 'pass=t:a fail=guest' < <(
	frame '1..1\nok 1 a\ninit: exit t 0\ninit: error: cannot unload\ninit: end')
expect "nothing at all" judge_verdict 'fail=end fail=scenario' </dev/null
expect "garbage" judge_verdict 'fail=end fail=scenario' < <(head -c 4096 /bin/true)

expect "a quiet console" judge_console '' <<<'[    0.1] hvport: loaded'
expect "a warning" judge_console 'fail=console' <<<'[    1.2] WARNING: CPU: 0 PID: 1 at x.c:1'
expect "a panic" judge_console 'fail=console' <<<'[    1.2] Kernel panic - not syncing: x'
expect "a KASAN report" judge_console 'fail=console' <<<'[    1.2] BUG: KASAN: use-after-free'
expect "a slab that was written to" judge_console 'fail=console' <<<'[    1.2] BUG kmalloc-64 (Not tainted): Poison overwritten'
expect "a lock without a key" judge_console 'fail=console' <<<'[    1.2] INFO: trying to register non-static key.'
line='[    1.2] =================================================================='
race='[    1.2] BUG: KCSAN: data-race in a / b'
expect "a race of the kernel's" judge_console '' <<<"$line"$'\n'"$race"$'\n'"[    1.2]  a+0x1/0x2"$'\n'"$line"
expect "a race of the module" judge_console 'fail=console' <<<"$line"$'\n'"$race"$'\n'"[    1.2]  a+0x1/0x2 [hvport]"$'\n'"$line"
entry='[    1.2]  asm_sysvec_apic_timer_interrupt+0x1/0x2'
ours='[    1.2]  a+0x1/0x2 [hvport]'
expect "a race of the kernel's, while the module ran" judge_console '' \
	<<<"$line"$'\n'"$race"$'\n'"$entry"$'\n'"$ours"$'\n'"$line"
expect "a race of the module with who interrupted it" judge_console 'fail=console' \
	<<<"$line"$'\n'"$race"$'\n'"$entry"$'\n'"$ours"$'\n'"[    1.2] "$'\n'"$ours"$'\n'"$line"
expect "a race cut short" judge_console 'fail=console' <<<"$line"$'\n'"$race"
expect "something else behind a race" judge_console 'fail=console' \
	<<<"$line"$'\n'"$race"$'\n'"$line"$'\n'"[    1.2] BUG: KASAN: x"
expect "something else, framed" judge_console 'fail=console' <<<"$line"$'\n'"[    1.2] BUG: KASAN: x"$'\n'"$line"

judge_crash() { judge_console "$1" "$2" crash; }
crash='[    1.2] sysrq: Trigger a crash
[    1.3] Kernel panic - not syncing: sysrq triggered crash
[    1.4] Call Trace:
[    1.5]  </TASK>'
expect "a crash that was asked for" judge_crash '' <<<"$crash"
expect "a crash that nobody asked for" judge_console 'fail=console' <<<"$crash"
expect "a crash that did not come" judge_crash 'fail=console' <<<'[    0.1] hvport: loaded'
expect "a warning after the crash" judge_crash 'fail=console' <<<"$crash"$'\n''[    0.9] WARNING: CPU: 0'
expect "a warning before the crash" judge_crash 'fail=console' <<<'[    0.9] WARNING: CPU: 0'$'\n'"$crash"

end='testhv: end calls=9 ports=0 connections=0 violations=0 os_id=0x0 hypercall=0x0'
expect "nothing left" judge_hypervisor '' <<<"$end"
expect "a port left" judge_hypervisor 'fail=hypervisor' <<<"${end/ports=0/ports=1}"
expect "ten ports left" judge_hypervisor 'fail=hypervisor' <<<"${end/ports=0/ports=10}"
judge_left() { judge_hypervisor "$1" "$2" 4/1; }
left=${end/ports=0 connections=0/ports=4 connections=1}
expect "what nobody could take away" judge_left '' <<<"$left"
expect "less than that" judge_left 'fail=hypervisor' <<<"$end"
expect "what somebody could have" judge_hypervisor 'fail=hypervisor' <<<"$left"
expect "a violation" judge_hypervisor 'fail=hypervisor' <<<"testhv: VIOLATION x"$'\n'"$end"
expect "violations at the end" judge_hypervisor 'fail=hypervisor' <<<"${end/violations=0/violations=2}"
expect "no report" judge_hypervisor 'fail=hypervisor' <<<'testhv: hello'

judge_held_own() { judge_held "$1" "$2" own; }
made='testhv: call 1 vp 0 HvCallCreatePort control 0x95 rdx 0x0 r8 0x0 input 0: -> 0x0000'
gone='testhv: call 2 vp 0 HvCallDeletePort control 0x10058 rdx 0x0 r8 0x0 input 0: -> 0x0000'
page='testhv: hypercall msr '
expect "all deleted, the page given back" judge_held_own '' <<<"$made"$'\n'"$gone"$'\n'"${page}0x0"
expect "a port held over the end" judge_held_own 'fail=hypervisor' <<<"$made"$'\n'"${page}0x0"
expect "a deletion refused" judge_held_own 'fail=hypervisor' \
	<<<"$made"$'\n'"${gone/0x0000/0x0011}"$'\n'"${page}0x0"
expect "the page kept" judge_held_own 'fail=hypervisor' <<<"$made"$'\n'"$gone"$'\n'"${page}0x1001"
judge_kept() { judge_held "$1" "$2" adopted 1/0; }
expect "a port that was to be held" judge_kept '' <<<"$made"
expect "a port that was to be held, gone" judge_kept 'fail=hypervisor' <<<"$made"$'\n'"$gone"
expect "a connection held in its place" judge_kept 'fail=hypervisor' \
	<<<"$made"$'\n'"$gone"$'\n'"${made/CreatePort/ConnectPort}"
expect "nothing was held" judge_held_own 'fail=hypervisor' <<<"${page}0x0"

end='nested: QEMU ended with code 0'
expect "a guest of a guest that ended" judge_nested '' <<<"$end"
expect "QEMU in between failed" judge_nested 'fail=hypervisor' <<<"${end/0/134}"
expect "a guest of a guest that took too long" judge_nested 'fail=hypervisor' \
	<<<'qemu: terminating on signal 15 from pid 9 ()'$'\n'"$end"
expect "the machine in between has no end" judge_nested 'fail=hypervisor' </dev/null
expect "KVM does not know an MSR of Hyper-V" judge_nested 'fail=hypervisor' \
	<<<'[    1.2] kvm [9]: vcpu0, guest rIP: 0x1 Unhandled WRMSR(0x40000071) = 0x1'$'\n'"$end"
expect "KVM does not know some other MSR" judge_nested '' \
	<<<'[    1.2] kvm [9]: vcpu0, guest rIP: 0x1 Unhandled WRMSR(0xc0010007) = 0x1'$'\n'"$end"
expect "a warning of KVM" judge_nested 'fail=hypervisor' \
	<<<'[    1.2] WARNING: CPU: 0 PID: 1 at kvm.c:1'$'\n'"$end"

# The sum: records in, exit code and last line out
sum()
{
	hv_results=$work/sum
	rm -rf "$hv_results" && mkdir "$hv_results"
	cat >"$hv_results/some"
	summary | tail -n 1 && [ "${PIPESTATUS[0]}" -eq 0 ]
}

judge_sum() { record "$1" "$(sum <"$2" >"$work/line" && echo pass || echo fail)" "$(cat "$work/line")"; }

expect "the sum of what passed" judge_sum 'pass=2 passed, 0 failed, 1 skipped' <<-'RECORDS'
	pass	a
	pass	b
	skip	c	why
RECORDS
expect "the sum with a failure" judge_sum 'fail=1 passed, 1 failed, 0 skipped' <<-'RECORDS'
	pass	a
	fail	b	why
RECORDS
expect "only skipped" judge_sum 'fail=0 passed, 0 failed, 1 skipped' <<-'RECORDS'
	skip	a	why
RECORDS
expect "the sum of nothing" judge_sum 'fail=0 passed, 0 failed, 0 skipped' </dev/null

printf '1..%d\n' "$tests"
exit "$failed"
