/* SPDX-License-Identifier: MIT */
/*
 * libhvport: the ioctls of /dev/hvport as C functions, good structs to start
 * from, and failures in words. libhvport(3) is its manual page.
 *
 * It holds no state and allocates nothing, so every function may be called
 * from any thread at any time, as far as the threads do not share a struct.
 */
#ifndef LIBHVPORT_H
#define LIBHVPORT_H

#include <stddef.h>

#include <linux/hvport.h>

#ifdef __cplusplus
extern "C" {
#endif

#pragma GCC visibility push(default)

#define HVPORT_DEVICE "/dev/hvport"

/**
 * hvport_open() - open the device
 *
 * What is made through the file is owned by it and goes with its last close.
 *
 * Return: a file descriptor, close-on-exec, or a negative errno.
 */
int hvport_open(void);

/* Return: 0 or a negative errno. The descriptor is gone in either case. */
int hvport_close(int fd);

/*
 * One function for each ioctl. The struct is that of <linux/hvport.h>; its size
 * is filled in and an old result is cleared, everything else is the caller's.
 *
 * Return: 0 or a negative errno, with the details in the struct's result.
 */
int hvport_get_info(int fd, struct hvport_info *info);
int hvport_create_port(int fd, struct hvport_create_port *port);
int hvport_delete_port(int fd, struct hvport_delete_port *port);
int hvport_connect_port(int fd, struct hvport_connect_port *connection);
int hvport_disconnect_port(int fd, struct hvport_disconnect_port *connection);
int hvport_post_message(int fd, struct hvport_post_message *message);
int hvport_signal_event(int fd, struct hvport_signal_event *event);

/*
 * Ports of the caller's own partition at VTL 0, for connections of VTL 0 and
 * above, with no partition connected and no NUMA preference. Change what you
 * want otherwise before hvport_create_port(); for an id of the kernel's choice
 * pass the id 0 and set HVPORT_F_ANY_ID.
 */
void hvport_init_message_port(struct hvport_create_port *port, __u32 port_id,
			      __u32 sint, __u32 vp);
void hvport_init_event_port(struct hvport_create_port *port, __u32 port_id,
			    __u32 sint, __u32 vp,
			    __u16 base_flag, __u16 flag_count);
void hvport_init_monitor_port(struct hvport_create_port *port, __u32 port_id,
			      __u64 address);
void hvport_init_doorbell_port(struct hvport_create_port *port, __u32 port_id,
			       __u32 sint, __u32 vp);

/*
 * Connections of the caller's own partition at VTL 0 to a port of the caller's
 * own partition. Change what you want otherwise before hvport_connect_port().
 */
void hvport_init_message_connection(struct hvport_connect_port *connection,
				    __u32 connection_id, __u32 port_id);
void hvport_init_event_connection(struct hvport_connect_port *connection,
				  __u32 connection_id, __u32 port_id);
void hvport_init_monitor_connection(struct hvport_connect_port *connection,
				    __u32 connection_id, __u32 port_id,
				    __u64 address);
void hvport_init_doorbell_connection(struct hvport_connect_port *connection,
				     __u32 connection_id, __u32 port_id,
				     __u64 address, __u64 trigger_value,
				     __u64 doorbell_flags);

/* How to take away what was made with @port or @connection */
void hvport_init_delete(struct hvport_delete_port *delete_port,
			const struct hvport_create_port *port);
void hvport_init_disconnect(struct hvport_disconnect_port *disconnect,
			    const struct hvport_connect_port *connection);

/*
 * A message of @payload_size bytes. More than HVPORT_MESSAGE_PAYLOAD_MAX are
 * not copied, but stated, so that the kernel refuses the message.
 */
void hvport_init_message(struct hvport_post_message *message,
			 __u32 connection_id, __u32 message_type,
			 const void *payload, size_t payload_size);

void hvport_init_event(struct hvport_signal_event *event,
		       __u32 connection_id, __u16 flag_number);

/**
 * struct hvport_failure - a failure, taken apart
 * @call: name of the ioctl, "HVPORT_CREATE_PORT"; NULL if it is not known
 * @error: errno, positive
 * @error_name: its name, "EINVAL"
 * @error_text: what it says, "Invalid argument"
 * @stage: HVPORT_STAGE_*: who refused; NONE when that is not told
 * @hv_status: raw HV_STATUS, 0 when the hypervisor was not asked
 * @status_name: its name, "HV_STATUS_ACCESS_DENIED"; NULL if 0 or not known
 * @deposits: memory pages deposited on the way
 * @bad_field: offset in the struct of the field that the kernel refused, or 0
 * @field: the name of that field, "port_info.event.flag_count"; NULL if none
 * @value: the value of that field
 */
struct hvport_failure {
	const char *call;
	const char *error_name;
	const char *error_text;
	const char *status_name;
	const char *field;
	__u64 value;
	int error;
	__u32 bad_field;
	__u16 hv_status;
	__u8 stage;
	__u8 deposits;
};

/**
 * hvport_explain() - take a failure apart, for programs
 * @request: the ioctl, HVPORT_CREATE_PORT and so on; 0 if it was none
 * @error: what the function returned; the sign does not matter
 * @arg: the struct that was passed to it, or NULL
 * @failure: filled in; the strings are constants
 */
void hvport_explain(unsigned int request, int error, const void *arg,
		    struct hvport_failure *failure);

/**
 * hvport_strerror() - say a failure in one line, for people
 * @request: the ioctl, HVPORT_CREATE_PORT and so on; 0 if it was none
 * @error: what the function returned; the sign does not matter
 * @arg: the struct that was passed to it, or NULL
 * @buffer: gets the text, cut off if it is too short
 * @size: bytes of the buffer; HVPORT_STRERROR_MAX are enough
 *
 * Return: the buffer.
 */
const char *hvport_strerror(unsigned int request, int error, const void *arg,
			    char *buffer, size_t size);
#define HVPORT_STRERROR_MAX 384

/* Return: "HV_STATUS_ACCESS_DENIED" and so on; NULL if it is not known. */
const char *hvport_status_name(__u16 hv_status);

/* Return: "message", "event", "monitor", "doorbell"; NULL if it is not known. */
const char *hvport_type_name(__u32 port_type);

#pragma GCC visibility pop

#ifdef __cplusplus
}
#endif

#endif /* LIBHVPORT_H */
