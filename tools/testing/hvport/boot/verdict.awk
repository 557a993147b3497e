# SPDX-License-Identifier: GPL-2.0-only
#
# Reads what came out of the guest's second serial port, or of a unit test in
# the same frame, and prints one record for each test:
#	pass|fail|skip <tab> program:test <tab> reason
# It believes in nothing that it did not see: a program that stops early, says
# less than it planned or dies is a failure, and so is a guest without an end.
#
# Frame, by init.c:	init: run NAME, init: exit NAME CODE ..., init: killed NAME
#			SIGNAL, init: error: TEXT, init: end
# Inside it, TAP as kselftest writes it, in all its dialects.

function record(status, test, reason)
{
	gsub(/\t/, " ", reason)
	printf "%s\t%s%s\t%s\n", status, (program == "" ? "" : program ":"), test, reason
	if (status == "fail")
		failed++
	else if (status == "pass")
		passed++
}

# "ok 3 - name # SKIP reason", "ok 3 # SKIP reason", "not ok 2 name"
function result(line, bad,	name, directive, reason)
{
	sub(/^(not )?ok */, "", line)
	sub(/^[0-9]+ */, "", line)
	sub(/^- */, "", line)
	if (match(line, /# *(SKIP|XFAIL|TODO|XPASS)/)) {
		directive = substr(line, RSTART)
		line = substr(line, 1, RSTART - 1)
		reason = directive
		sub(/^# *[A-Z]+[: ]*/, "", reason)
	}
	name = line
	sub(/ +$/, "", name)
	if (name == "")
		name = running == "" ? "test " (seen + 1) : running
	seen++
	if (bad && directive == "")
		record("fail", name, said == "" ? "not ok" : said)
	else if (directive != "")
		record(directive ~ /XPASS/ ? "fail" : "skip", name, reason == "" ? "no reason given" : reason)
	else
		record("pass", name, "")
	said = running = ""
}

function start(name)
{
	if (program != "")
		record("fail", "end", "did not end")
	program = name
	planned = -1
	seen = failed = passed = 0
	said = running = ""
}

function finish(code,	skipped_all)
{
	skipped_all = code == 4 && passed + failed == 0
	if (planned >= 0 && seen < planned && !skipped_all)
		record("fail", "plan", "ended after " seen " of " planned " tests")
	else if (seen == 0 && code == 4)
		record("skip", "all", said == "" ? "exit code 4" : said)
	else if (seen == 0 && code == 0)
		record("fail", "plan", "ran no test")
	else if (code != 0 && !failed && !skipped_all)
		record("fail", "exit", "exit code " code)
	program = ""
}

BEGIN { program = ""; planned = -1 }

{ gsub(/\r/, "") }

/^init: run / { start($3); next }
/^init: exit / { finish($4 + 0); next }
/^init: killed / { record("fail", running == "" ? "exit" : running, "killed by signal " $4); program = ""; next }
/^init: error: / {
	sub(/^init: error: /, "")
	record("fail", "guest", $0)
	next
}
/^init: end$/ { ended = 1; next }
/^init: / { next }

program == "" { next }

/^1\.\.[0-9]+/ {
	planned = substr($1, 4) + 0
	if (match($0, /# *SKIP */))
		said = substr($0, RSTART + RLENGTH)
	next
}
/^ok( |$)/ { result($0, 0); next }
/^not ok( |$)/ { result($0, 1); next }
/^# *RUN / { running = $3; said = ""; next }
# What the harness or a sanitizer says before it gives up is the best reason
/Expected|ERROR: AddressSanitizer|runtime error:|Test terminated|cannot run/ {
	if (said == "") {
		said = $0
		sub(/^# */, "", said)
	}
}

END {
	if (program != "")
		record("fail", running == "" ? "end" : running, "did not end")
	program = ""
	if (!ended)
		record("fail", "end", "the guest did not reach its end")
}
