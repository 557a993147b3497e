# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# What all the scripts share: where things are kept, how a long step is shown,
# how Debian's archive is asked. Sourced, never run; it changes nothing by
# itself.

set -euo pipefail

hv_scripts=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
hv_top=$(realpath "$hv_scripts/../../../..")
# Another build of the same tree, of sources that are not quite its own, goes elsewhere
hv_build=${HVPORT_BUILD:-$hv_top/build}
hv_source=${HVPORT_SOURCE:-$hv_top}
hv_home=${HOME:-$(getent passwd "$(id -u)" | cut -d: -f6)}
hv_cache=${XDG_CACHE_HOME:-$hv_home/.cache}/hvport

# Debian keeps depmod, mkfs and friends where a plain user's PATH does not look
PATH=$PATH:/usr/sbin:/sbin
export PATH LC_ALL=C

# What was given to the make that started us is meant for us, not for the makes
# that we start
unset MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL

say() { printf 'hvport: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

case "$hv_top$hv_cache" in
*[[:space:]]*) die "the kernel's build cannot cope with a blank in a path: $hv_top, $hv_cache" ;;
esac

# A dot every two seconds until it is killed, without leaving its sleep behind.
dots()
{
	trap 'kill $! 2>/dev/null; exit' TERM
	while :; do
		sleep 2 &
		wait $!
		printf . >&2
	done
}

# step "what is done" COMMAND...: runs it quietly, a dot now and then and the
# time it took; what it printed is shown only when it fails.
step()
{
	local what=$1 log ticker rc=0 start=$SECONDS
	shift
	log=$(mktemp)
	printf 'hvport: %s ' "$what" >&2
	dots &
	ticker=$!
	"$@" >"$log" 2>&1 </dev/null || rc=$?
	kill "$ticker" 2>/dev/null
	wait "$ticker" 2>/dev/null || true
	if [ "$rc" -eq 0 ]; then
		printf ' %d s\n' $((SECONDS - start)) >&2
	else
		printf ' failed\n' >&2
		tail -n 40 "$log" >&2
	fi
	rm -f "$log"
	return "$rc"
}

is_debian() { [ -r /etc/os-release ] && grep -qx 'ID="\?debian"\?' /etc/os-release; }

# All package lists of this machine's apt sources, "ORIGIN RELEASE ADDRESS" for each
# of component main; apt reads both formats of them, and all kinds of mirrors. The
# origin is known only where lists have been downloaded; otherwise it is a dash.
archives()
{
	# shellcheck disable=SC2016 # these are names that apt replaces
	apt-get indextargets --format '$(COMPONENT) $(ORIGIN) $(RELEASE) $(REPO_URI)' \
		'Identifier: Packages' | sed -n 's/^main //p'
	apt-get --print-uris update |
		sed -n "s#^'\(.*\)/dists/\(.*\)/main/binary-[^/]*/Packages.*#- \2 \1/#p"
}

# The base address of one of Debian's archives, main or security
archive_uri()
{
	local codename
	codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
	archives | awk -v want="$1" -v codename="$codename" '
		$1 != "Debian" && $1 != "-" { next }
		{ name = $2; security = sub(/(-security|\/updates)$/, "", name) }
		name != codename && name !~ /^(oldstable|stable|testing|unstable|sid)$/ { next }
		(want == "security") == (security > 0) && !found++ { print $3 }'
}

# apt_root SUITE...: a private apt for these suites, so that looking at another
# release changes nothing for the machine's own apt. Prints its configuration
# file, to be used as APT_CONFIG. The lists are downloaded anew.
apt_root()
{
	local dir suite uri keyring key which
	dir=$hv_cache/apt/$(tr ' ' + <<<"$*")
	for key in gpg pgp; do
		[ -e "/usr/share/keyrings/debian-archive-keyring.$key" ] || continue
		keyring=/usr/share/keyrings/debian-archive-keyring.$key
		break
	done
	mkdir -p "$dir/state/lists/partial" "$dir/cache/archives/partial"
	: >"$dir/status"
	: >"$dir/sources.list"
	for suite in "$@"; do
		which=main
		case "$suite" in *-security) which=security ;; esac
		uri=$(archive_uri "$which")
		[ -n "$uri" ] || die "the apt sources of this machine name no Debian $which archive"
		printf 'deb [%s] %s %s main\n' "arch=amd64${keyring:+ signed-by=$keyring}" \
			"$uri" "$suite" >>"$dir/sources.list"
	done
	cat >"$dir/apt.conf" <<-CONF
		Dir::State "$dir/state";
		Dir::State::status "$dir/status";
		Dir::Cache "$dir/cache";
		Dir::Etc::SourceList "$dir/sources.list";
		Dir::Etc::SourceParts "/dev/null";
		APT::Architecture "amd64";
		APT::Sandbox::User "$(id -un)";
		Acquire::Languages "none";
		Acquire::Retries "3";
	CONF
	APT_CONFIG=$dir/apt.conf step "asking Debian's archive about $*" apt-get -q update || return 1
	printf '%s\n' "$dir/apt.conf"
}

# staging_for DIRECTORY: an empty directory beside it, to make it in. What an
# attempt that was killed has left there goes.
staging_for()
{
	local new
	mkdir -p "$(dirname "$1")"
	rm -rf "$1".??????
	new=$(mktemp -d "$1.XXXXXX")
	chmod 755 "$new"
	printf '%s\n' "$new"
}

# cached DIRECTORY: is it there, complete, made here, and as it was made?
# Whoever fills a cache directory ends with cache_seal.
cached()
{
	[ -f "$1/SHA256SUMS" ] && [ "$(cat "$1/made-at" 2>/dev/null)" = "$1" ] &&
		(cd "$1" && sha256sum --quiet --strict -c SHA256SUMS) >/dev/null 2>&1
}

# cache_seal STAGING DIRECTORY FILE...: the FILEs (paths in STAGING) stand for
# the whole; only then does it get its name, so nothing partial is ever seen.
cache_seal()
{
	local staging=$1 dir=$2
	shift 2
	printf '%s\n' "$dir" >"$staging/made-at"
	(cd "$staging" && sha256sum -- "$@" >SHA256SUMS)
	rm -rf "$dir"
	mv "$staging" "$dir"
}

# A cpio archive of the files named on stdin, the same bytes whenever they are the same
archive() { sort -z | cpio --quiet -0 -o -H newc --reproducible -R 0:0; }

# One at a time in a tree: what is built and found is kept in the same places
alone_in_tree()
{
	mkdir -p "$hv_build"
	exec 7>"$hv_build/lock"
	flock -n 7 || { say "waiting for another make demo or make check in this tree"; flock 7; }
}

# What every out-of-tree build on stock headers is told, and need not be
without_noise()
{
	grep -v -e 'the compiler differs from the one used to build the kernel' \
		-e '^  The kernel was built by:' -e '^  You are using:' \
		-e 'Skipping BTF generation' -e 'pahole version' -e "missing 'System.map' file" || true
}
