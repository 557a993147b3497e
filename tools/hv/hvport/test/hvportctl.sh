#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# hvportctl against the real module, run as root in a guest whose hypervisor
# grants CreatePort and ConnectPort; the module is loaded. Speaks TAP. Nothing
# but a shell, sed and mkfifo is needed; what busybox has is taken from there.
#
# shellcheck disable=SC2016 # commands are text until they are run

for name in sed mkfifo rm cat mktemp; do
	command -v $name >/dev/null || busybox ln -s busybox /bin/$name
done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
count=0
failed=0

# judge NAME WRONG: one line of TAP; WRONG is empty if all is well
judge()
{
	count=$((count + 1))
	if [ -z "$2" ]; then
		echo "ok $count $1"
		return
	fi
	failed=$((failed + 1))
	sed 's/^/# /' "$dir/out" "$dir/err"
	echo "# $2"
	echo "not ok $count $1"
}

# expect CODE TEXT COMMAND...: the exit code, and a part of what is printed
expect()
{
	code=$1 text=$2
	shift 2
	got=0
	wrong=
	"$@" >"$dir/out" 2>"$dir/err" </dev/null || got=$?
	[ "$got" -eq "$code" ] || wrong="exit code $got, not $code"
	case $(cat "$dir/out" "$dir/err") in
	*"$text"*) ;;
	*) wrong="$wrong nothing says: $text" ;;
	esac
	judge "$*: $text" "$wrong"
}

# start OPTION...: a process that holds something; $holder, and its line in $said
start()
{
	rm -f "$dir/said"
	mkfifo "$dir/said"
	hvportctl "$@" --hold >"$dir/said" 2>"$dir/err" &
	holder=$!
	read -r said <"$dir/said"
	echo "$said" >"$dir/out"
}

# stop SIGNAL: ends it; the exit code in $ended
stop()
{
	kill "-$1" "$holder"
	ended=0
	wait "$holder" || ended=$?
}

port="--type doorbell --sint 5"

expect 0 "CreatePort" hvportctl info
expect 0 '"CreatePort":true' hvportctl info --json
expect 0 "This machine can create ports" hvportctl doctor
expect 0 '"verb":"doctor","ok":true' hvportctl doctor --json
expect 0 "kind" hvportctl list
expect 1 '"bad_field":0,"field":null,"value":null' hvportctl delete --id 0x999 --foreign --json
expect 0 '"objects":[]' hvportctl list --json
# shellcheck disable=SC2086
{
expect 0 "well formed" hvportctl validate $port --id 5
expect 0 '"ok":true' hvportctl validate $port --any-id --json
expect 1 "port_info.doorbell.target_sint = 16" hvportctl validate --type doorbell --id 5 --sint 16
expect 1 "virtual trust levels are 0 to 15" hvportctl validate $port --id 5 --vtl 200
expect 1 "ids have 24 bits" hvportctl validate $port --id 0x1000000
expect 1 "port_info.port_type = 9" hvportctl validate --type 9 --id 5
expect 1 '"field":"port_info.event.flag_count","value":"0x801"' \
	hvportctl validate --type event --sint 4 --id 5 --flag-count 2049 --json
expect 2 "--hold" hvportctl create $port --id 5
expect 1 "HV_STATUS_INVALID_VP_INDEX" hvportctl create $port --id 5 --vp 77 --persist
expect 1 '"hv_status_name":"HV_STATUS_INVALID_VP_INDEX"' \
	hvportctl create $port --id 5 --vp 77 --persist --json

for type in "message --sint 3" "event --sint 4 --flag-count 8" "monitor --address 0x1000" \
	"doorbell --sint 5"; do
	start create --type $type --id 7
	judge "create --type $type --hold says so" \
		"$(case $said in "created ${type%% *} port 7 of partition self, held"*) ;; *) echo "it says: $said" ;; esac)"
	expect 0 "0x7 ${type%% *}" hvportctl list
	expect 1 "--any-id" hvportctl create $port --id 7 --persist
	expect 1 "--foreign" hvportctl delete --id 7
	stop TERM
	judge "SIGTERM ends it well" "$([ "$ended" -eq 0 ] || echo "exit code $ended")"
	expect 0 '"objects":[]' hvportctl list --json
done

start create $port --id 8
stop KILL
expect 0 '"objects":[]' hvportctl list --json

start create $port --id 9
expect 0 "deleted port 9 of partition self" hvportctl delete --id 9 --foreign
expect 0 '"objects":[]' hvportctl list --json
stop HUP
judge "SIGHUP ends it well, even when the port has gone" "$([ "$ended" -eq 0 ] || echo "exit code $ended")"

# With a pipe for input it goes with who holds the other end
mkfifo "$dir/input"
hvportctl create $port --id 10 --hold <"$dir/input" >"$dir/held" 2>&1 &
holder=$!
exec 3>"$dir/input"
echo "this is ignored" >&3
until [ -s "$dir/held" ]; do :; done
expect 0 "0xa doorbell" hvportctl list
exec 3>&-
ended=0
wait "$holder" || ended=$?
judge "the end of the input ends it" "$([ "$ended" -eq 0 ] || echo "exit code $ended")"

# Left behind, found taken, removed
expect 0 "created doorbell port 11" hvportctl create $port --id 11 --persist
expect 0 '"objects":[]' hvportctl list --json
expect 1 "HV_STATUS_INVALID_PORT_ID" hvportctl create $port --id 11 --persist
expect 1 "--foreign reaches it" hvportctl delete --id 11
expect 0 "deleted port 11" hvportctl delete --id 11 --foreign
expect 1 "there is no such port" hvportctl delete --id 11 --foreign

# The whole path: a port, a connection to it, something sent, and all gone again
start create --type message --sint 3 --id 20
receiver=$holder
start connect --type message --id 30 --port-id 20
judge "connect --hold says so" \
	"$(case $said in "made message connection 30 of partition self"*) ;; *) echo "it says: $said" ;; esac)"
expect 0 "0x1e message" hvportctl list
expect 1 "--foreign" hvportctl post --id 30 --message-type 1 --payload hello
expect 0 "posted a message of 5 bytes and type 1 on connection 30" \
	hvportctl post --id 30 --message-type 1 --payload hello --foreign
expect 1 "HV_STATUS_INVALID_CONNECTION_ID" \
	hvportctl post --id 31 --message-type 1 --payload hello --foreign
expect 1 "message_type" hvportctl post --id 30 --message-type 0 --payload hello --foreign
expect 1 "--any-id" hvportctl connect --type message --id 30 --port-id 20 --persist
expect 0 "took away connection 30" hvportctl disconnect --id 30 --foreign
stop TERM
holder=$receiver
stop TERM

start create --type event --sint 4 --flag-count 8 --id 21
receiver=$holder
start connect --type event --id 32 --port-id 21
expect 0 "signalled event flag 7 on connection 32" hvportctl signal --id 32 --flag 7 --foreign
expect 1 "HV_STATUS_" hvportctl signal --id 32 --flag 8 --foreign
stop KILL
holder=$receiver
stop KILL
expect 0 '"objects":[]' hvportctl list --json
}

echo "1..$count"
[ "$failed" -eq 0 ]
