# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# shellcheck disable=SC2154 # hv_top, hv_scripts, out and kernels are the caller's
#
# The static checks, each a function check_NAME that is run at the top of the
# tree and prints its findings: silence and exit code 0 are success. Sourced by
# check-static, never run.

# Types of checkpatch that are wrong here, with the reason:
# LINUX_VERSION_CODE, CONSTANT_COMPARISON: one source serves several kernels
# COMPLEX_MACRO, MACRO_ARG_REUSE: tables are written as macros
ignored=LINUX_VERSION_CODE,CONSTANT_COMPARISON,COMPLEX_MACRO,MACRO_ARG_REUSE
# in trace.h: TRACE_EVENT is written as everywhere
ignored_trace=OPEN_ENDED_LINE,PARENTHESIS_ALIGNMENT
# outside the kernel: its macros are not there but PRIx64 is, an instruction may be
# called like the function around it, and hardware writes to testhv's memory
ignored_tools=CAMELCASE,BIT_MACRO,PREFER_DEFINED_ATTRIBUTE_MACRO,EMBEDDED_FUNCTION_NAME,VOLATILE

# Not misspelt: a struct file of the kernel, a constraint of inline assembly
words=filp,nd

# matches FILE PATTERN...: one of them? Without any, everything does
matches()
{
	local pattern
	[ $# -gt 1 ] || return 0
	for pattern in "${@:2}"; do
		# shellcheck disable=SC2053 # a pattern it is
		[[ $1 != $pattern ]] || return 0
	done
	return 1
}

# files PATTERN...: the tree's files that match, committed or about to be, or all that
# there are where git knows nothing of the tree
files()
{
	{
		git -c safe.directory='*' ls-files -co --exclude-standard -- "$@" 2>/dev/null ||
			find . -name .git -prune -o -path ./build -prune -o -type f -print | sed 's#^\./##' |
			while IFS= read -r file; do ! matches "$file" "$@" || printf '%s\n' "$file"; done
	} | sort -u | while IFS= read -r file; do
		[ ! -f "$file" ] || printf '%s\n' "$file"
	done
}

scripts() { files | while IFS= read -r f; do head -n 1 "$f" | grep -qE '^#!.*sh$' && printf '%s\n' "$f"; done; }

check_spdx()
{
	# "config" and "settings" are kselftest's, which has no comments in them
	files | grep -vE '^COPYING$|^LICENSES/|/(config|settings)$' | while IFS= read -r file; do
		head -n 2 "$file" | grep -q 'SPDX-License-Identifier: ' ||
			printf '%s: no SPDX line at the top\n' "$file"
	done
}

# checkpatch IGNORED-TYPES FILE...: it leaves a file of words where it runs, so it
# runs beside the tree. What it says of itself is noise, its exit code is not.
checkpatch()
{
	local ksrc where
	ksrc=$("$hv_scripts/kernel-source")
	where=$(mktemp -d)
	ln -s "$hv_top"/{drivers,include,tools} "$where"
	(cd "$where" && perl "$ksrc/scripts/checkpatch.pl" --no-tree --root=. --strict --terse \
		--no-summary --show-types --ignore "$ignored,$1" -f "${@:2}" 2>/dev/null)
	set -- $?
	rm -r "$where"
	return "$1"
}

check_checkpatch_kernel()
{
	local list trace
	mapfile -t list < <(files 'drivers/*.[chS]' 'include/*.h' | grep -v '/trace\.h$')
	mapfile -t trace < <(files '*/trace.h')
	checkpatch "" "${list[@]}" && checkpatch "$ignored_trace" "${trace[@]}"
}

check_checkpatch_tools()
{
	local list
	mapfile -t list < <(files 'tools/*.[chS]')
	checkpatch "$ignored_tools" "${list[@]}"
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
	files 'include/uapi/*.h' 'tools/*.h' | grep -vE '/(shim|proof)/' | while IFS= read -r header; do
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
	kernel=$("$hv_scripts/fetch-kernel" "${kernels[-1]}")
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

# No test program that no scenario runs, no scenario with a program that is not
# there, no name of a scenario twice; two scripts, of the demo and of hvportctl, are
# run as well, and the fuzzer
check_scenarios()
{
	local programs=tools/testing/selftests/hvport/Makefile
	local lists=(tools/testing/hvport/boot/scenarios*)
	comm -3 <(sed -n 's/^TEST_GEN_PROGS.*= *//p' "$programs" | xargs -n 1 | sort -u) \
		<(sed -nE 's/^(tests|then) *= *//p' "${lists[@]}" | xargs -n 1 | grep -vxE 'demo|hvportctl|hvport_fuzz|\[.*\]' | sort -u) |
		sed -e 's/^\t\(.*\)/\1: in a scenario, but there is no such program/' \
			-e '/:/!s/$/: no scenario runs it/'
	grep -h '^\[' "${lists[@]}" | sort | uniq -d
}

# What the README tells people to do, in a copy of the tree: make, make install,
# and make clean, after which the tree is as it was
check_install()
{
	local kernel file tree=$out/install/tree root=$out/install/root
	kernel=$("$hv_scripts/fetch-kernel" "${kernels[0]}")
	# shellcheck source=/dev/null
	. "$kernel/kernel.env"
	rm -rf "$out/install"
	mkdir -p "$tree" "$root"
	files | rsync -a --files-from=- ./ "$tree/"
	make -s -C "$tree" KDIR="$KERNEL_KDIR" DESTDIR="$root" PREFIX=/usr all install 2>&1 | without_noise
	# the kernel may want its modules compressed
	for file in hvport.ko sbin/hvportctl libhvport.so libhvport.a libhvport.pc libhvport.h \
		linux/hvport.h hvportctl.8 libhvport.3; do
		find "$root" -path "*/$file*" | grep -q . || printf 'make install forgot %s\n' "$file"
	done
	make -s -C "$tree" KDIR="$KERNEL_KDIR" clean 2>&1
	comm -13 <(files | sort) <(cd "$tree" && find . -type f | sed 's#^\./##' | sort) |
		sed 's/^/make clean left /'
}

# check_module KERNEL: the module with every warning on
check_module() { "$hv_scripts/build-module" "$1" C=2; }
