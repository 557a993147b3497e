/* SPDX-License-Identifier: GPL-2.0-only */
/* An index that is not guessed beyond its array, for pure files on the host. */
#ifndef SHIM_LINUX_NOSPEC_H
#define SHIM_LINUX_NOSPEC_H

#define array_index_nospec(index, size)	(index)

#endif /* SHIM_LINUX_NOSPEC_H */
