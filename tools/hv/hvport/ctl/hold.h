/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * --hold: stay, with the device open, until told to end.
 */
#ifndef HVPORTCTL_HOLD_H
#define HVPORTCTL_HOLD_H

/*
 * To be called before anything is made: from here on SIGINT, SIGTERM and
 * SIGHUP wait for hold_until_end(). Return: a descriptor or a negative errno.
 */
int hold_prepare(void);

/* Wait for one of the signals, or for the end of an input that is a pipe */
void hold_until_end(int fd);

#endif /* HVPORTCTL_HOLD_H */
