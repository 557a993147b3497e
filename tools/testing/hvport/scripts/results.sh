# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# shellcheck disable=SC2154 # hv_build is that of lib.sh
#
# How results are kept and shown. A result is a line in a file:
#	pass|fail|skip <tab> test <tab> reason
# and the sum over all of them is the verdict. Sourced, never run.

hv_results=$hv_build/results

# record FILE STATUS TEST [REASON]
record() { printf '%s\t%s\t%s\n' "$2" "$3" "${4:-}" >>"$1"; }

count() { awk -F '\t' -v status="$1" '$1 == status { n++ } END { print n + 0 }' "${@:2}"; }

# take_over FILE PREFIX RESULTS: adds the results of a boot that was made for another
# part, with its tests' names behind PREFIX; none is a failure
take_over()
{
	if [ -s "$3" ]; then
		sed "s/\t/\t$2:/" "$3" >>"$1"
	else
		record "$1" fail "$2" "it was not booted: there is no ${3##*/}"
	fi
}

# report "WHAT RAN" SECONDS FILE [LOG...]: one line, and where something failed
# why, with the end of each log. Printed at once: others may be printing too.
# Returns 1 when something failed.
report()
{
	local what=$1 seconds=$2 file=$3 failed log text
	shift 3
	failed=$(count fail "$file")
	text=$(printf '%-26s %4d passed %3d failed %3d skipped %4d s' "$what" \
		"$(count pass "$file")" "$failed" "$(count skip "$file")" "$seconds")
	if [ "$failed" -gt 0 ]; then
		text+=$(awk -F '\t' '$1 == "fail" { printf "\n    FAIL %s: %s", $2, $3 }' "$file")
		for log; do
			[ -s "$log" ] || continue
			text+=$(printf '\n    %s ends:\n' "$log"; tail -n 12 "$log" | tr -d '\r' | cut -c 1-160 | sed 's/^/    | /')
		done
	fi
	printf '%s\n' "$text"
	[ "$failed" -eq 0 ]
}

# summary: every skipped test's reason once, then the sum, alone on the last line
summary()
{
	local all=("$hv_results"/*)
	awk -F '\t' '$1 == "skip" { n[$3]++ }
		END { for (r in n) printf "skipped %d: %s\n", n[r], r }' "${all[@]}" | sort
	printf '%d passed, %d failed, %d skipped\n' "$(count pass "${all[@]}")" \
		"$(count fail "${all[@]}")" "$(count skip "${all[@]}")"
	[ "$(count fail "${all[@]}")" -eq 0 ] && [ "$(count pass "${all[@]}")" -gt 0 ]
}
