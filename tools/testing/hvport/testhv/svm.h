/* SPDX-License-Identifier: GPL-2.0-only */
/* Entering and leaving the guest on one processor. */
#ifndef TESTHV_SVM_H
#define TESTHV_SVM_H

#include "types.h"

struct vp;

/* The CPU can do what is needed, or a panic says what is missing */
void svm_check(void);

/* Before the first VP runs: the tables that all VPs share */
void svm_init(void);

/* Turn SVM on here and give @vp a VMCB without guest state */
void svm_prepare(struct vp *vp);

/* The guest state at a start-up IPI (APM 14.1.5 and 15.27.8) */
void svm_state_real_mode(struct vp *vp, u8 vector);

/* Run the guest; does not return */
__attribute__((noreturn))
void svm_run(struct vp *vp);

#endif /* TESTHV_SVM_H */
