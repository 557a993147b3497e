/* SPDX-License-Identifier: MIT */
/*
 * What the library knows of the structs besides their layout: the names of
 * their fields. Private to the library.
 */
#ifndef HVPORT_FIELDS_H
#define HVPORT_FIELDS_H

#include <linux/types.h>

/* A field that the kernel can name as the one that it refuses */
struct hvport_field {
	const char *name;
	__u16 port_type;	/* the union member that it is in; 0: none */
	struct {
		__u16 offset;
		__u16 size;
	} place;
};

/* An ioctl, and where things are in its struct; an offset of 0: not there */
struct hvport_operation {
	const char *name;
	const struct hvport_field *fields;	/* ends with one that has no name */
	unsigned int request;
	__u16 result;
	__u16 port_type;
};

/* Return: NULL if there is no such ioctl. */
const struct hvport_operation *hvport_find_operation(unsigned int request);

/*
 * Which field of @arg begins at @offset, with the port type of @arg deciding
 * what the bytes of a union are. Return: NULL if none does.
 */
const struct hvport_field *
hvport_find_field(const struct hvport_operation *operation, const void *arg, __u32 offset);

__u64 hvport_field_value(const struct hvport_field *field, const void *arg);

#endif /* HVPORT_FIELDS_H */
