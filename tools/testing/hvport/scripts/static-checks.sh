# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# shellcheck disable=SC2154 # hv_top, hv_scripts and out are the caller's
#
# The static checks, each a function check_NAME that is run at the top of the
# tree and prints its findings: silence and exit code 0 are success. Sourced by
# check-static, never run.

# Types of checkpatch that are wrong here, with the reason:
# LINUX_VERSION_CODE, CONSTANT_COMPARISON	one source serves several kernels
# COMPLEX_MACRO, MACRO_ARG_REUSE		tables are written as macros
ignored=LINUX_VERSION_CODE,CONSTANT_COMPARISON,COMPLEX_MACRO,MACRO_ARG_REUSE
# and in trace.h, which is written as TRACE_EVENT is everywhere
ignored_trace=OPEN_ENDED_LINE,PARENTHESIS_ALIGNMENT

# Not misspelt: a struct file of the kernel, a constraint of inline assembly
words=filp,nd

# files PATTERN...: the tree's files that match, committed or about to be
files()
{
	{
		git -c safe.directory='*' ls-files -co --exclude-standard -- "$@" 2>/dev/null ||
			find . -name .git -prune -o -path ./build -prune -o -type f -print | sed 's#^\./##'
	} | sort -u | while IFS= read -r file; do
		[ ! -f "$file" ] || printf '%s\n' "$file"
	done
}

scripts() { files | while IFS= read -r f; do head -n 1 "$f" | grep -qE '^#!.*sh$' && printf '%s\n' "$f"; done; }

check_spdx()
{
	files | grep -vE '^(COPYING|LICENSES/.*)$' | while IFS= read -r file; do
		head -n 2 "$file" | grep -q 'SPDX-License-Identifier: ' ||
			printf '%s: no SPDX line at the top\n' "$file"
	done
}

check_checkpatch()
{
	local ksrc list trace checkpatch rc=0
	ksrc=$("$hv_scripts/kernel-source")
	mapfile -t list < <(files '*.c' '*.h' '*.S' | grep -v '/trace\.h$')
	mapfile -t trace < <(files '*/trace.h')
	checkpatch=(perl "$ksrc/scripts/checkpatch.pl" --no-tree --root=. --strict --terse
		--no-summary --show-types --ignore)
	# It leaves a file of words where it runs, so let it run beside the tree.
	# What it says of itself is noise, its exit code is not.
	rm -rf "$out/checkpatch" && mkdir "$out/checkpatch" && cd "$out/checkpatch" &&
		ln -s "$hv_top"/{drivers,include,tools} . || return 1
	"${checkpatch[@]}" "$ignored" -f "${list[@]}" 2>/dev/null || rc=1
	"${checkpatch[@]}" "$ignored,$ignored_trace" -f "${trace[@]}" 2>/dev/null || rc=1
	return "$rc"
}

check_codespell()
{
	files | xargs -d '\n' codespell --quiet-level=3 --ignore-words-list="$words"
}

check_shellcheck()
{
	local list
	mapfile -t list < <(scripts; files '*/lib.sh' '*/results.sh')
	shellcheck -x -P SCRIPTDIR -f gcc "${list[@]}"
}

check_man_pages()
{
	files '*.[1-8]' | xargs -r -d '\n' mandoc -Tlint -Wstyle
}

check_kernel_doc()
{
	local ksrc list
	ksrc=$("$hv_scripts/kernel-source")
	mapfile -t list < <(files 'drivers/*.[ch]' 'include/*.h')
	perl "$ksrc/scripts/kernel-doc" -none "${list[@]}" 2>&1
}

# Every header compiles alone, twice over, for whom it is meant for
check_headers_user()
{
	local ksrc header
	ksrc=$("$hv_scripts/kernel-source")
	files 'include/uapi/*.h' 'tools/*.h' | while IFS= read -r header; do
		printf '#include "%s"\n' "$header" "$header" |
			gcc -fsyntax-only -std=gnu11 -D_GNU_SOURCE -Wall -Wno-unused-function \
				-I"$(dirname "$header")" -I. -Iinclude/uapi -Iinclude -Itools/hv/hvport/lib \
				-Itools/testing/selftests/hvport \
				-isystem "$ksrc/tools/testing/selftests" -x c - 2>&1 || true
	done
}

check_headers_kernel()
{
	local kernel header n=0 dir=$out/headers targets=()
	kernel=$("$hv_scripts/fetch-kernel" 6.12)
	# shellcheck source=/dev/null
	. "$kernel/kernel.env"
	rm -rf "$dir"
	mkdir -p "$dir"
	while IFS= read -r header; do
		n=$((n + 1))
		printf '#include %s\n' '<linux/module.h>' "\"$header\"" "\"$header\"" >"$dir/header$n.c"
		targets+=("header$n.o")
	done < <(files 'include/*.h' 'drivers/*.h')
	printf 'obj-m := %s\nccflags-y := %s\n' "${targets[*]}" \
		"-I$hv_top -I$hv_top/include -I$hv_top/include/uapi -I$hv_top/drivers/hv/hvport" >"$dir/Kbuild"
	make -s -C "$KERNEL_KDIR" M="$dir" "${targets[@]}" 2>&1 | without_noise
}

# The module with every warning on
check_module() { "$hv_scripts/build-module" "$1" C=2; }
check_module_6.1() { check_module 6.1; }
check_module_6.12() { check_module 6.12; }
