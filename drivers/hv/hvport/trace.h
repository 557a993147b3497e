/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Trace points: every hypercall, and every object that stays in the hypervisor
 * although nobody owns it any more.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM hvport

#if !defined(HVPORT_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define HVPORT_TRACE_H

#include <linux/tracepoint.h>

TRACE_EVENT(hvport_hypercall,
	TP_PROTO(u16 code, u64 partition, u32 id, u64 result, u64 ns),
	TP_ARGS(code, partition, id, result, ns),
	TP_STRUCT__entry(
		__field(u64, partition)
		__field(u64, result)
		__field(u64, ns)
		__field(u32, id)
		__field(u16, code)
	),
	TP_fast_assign(
		__entry->partition = partition;
		__entry->result = result;
		__entry->ns = ns;
		__entry->id = id;
		__entry->code = code;
	),
	TP_printk("code=%#06x partition=%#llx id=%#x status=%#06llx result=%#llx ns=%llu",
		  __entry->code, __entry->partition, __entry->id,
		  __entry->result & 0xffff, __entry->result, __entry->ns)
);

TRACE_EVENT(hvport_left_behind,
	TP_PROTO(u16 code, u64 partition, u32 id, u16 status),
	TP_ARGS(code, partition, id, status),
	TP_STRUCT__entry(
		__field(u64, partition)
		__field(u32, id)
		__field(u16, code)
		__field(u16, status)
	),
	TP_fast_assign(
		__entry->partition = partition;
		__entry->id = id;
		__entry->code = code;
		__entry->status = status;
	),
	TP_printk("code=%#06x partition=%#llx id=%#x status=%#06x",
		  __entry->code, __entry->partition, __entry->id,
		  __entry->status)
);

#endif /* HVPORT_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
