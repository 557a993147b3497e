// SPDX-License-Identifier: GPL-2.0-only
/*
 * Instructions that write a register or a constant to memory, as APM volume 3
 * encodes them. Nothing is carried out here. Everything else that can write is
 * left to the caller.
 */
#include "decode.h"
#include "guest_memory.h"
#include "vp.h"

#define INSTRUCTION_MAX		15
#define BYTES			(INSTRUCTION_MAX + 9)	/* room to read past a bad one */

#define PREFIX_OPERAND_SIZE	0x66
#define PREFIX_REX		0x40	/* to 0x4f, in 64-bit mode */
#define REX_W			0x08
#define REX_R			0x04
#define CS_LONG			BIT(9)

#define OPCODE_WIDE		0x01	/* the lowest bit of all: not a byte */
#define OPCODE_XCHG		0x86	/* xchg %reg, r/m: some kernels write the APIC by it */
#define OPCODE_MOV_STORE	0x88	/* mov %reg, r/m */
#define OPCODE_MOV_IMMEDIATE	0xc6	/* mov $imm, r/m */

/* Read through the guest's page tables; the bytes may lie in two pages */
static bool fetch(struct vp *vp, u8 *bytes)
{
	u64 gpa;
	u32 i;

	for (i = 0; i < INSTRUCTION_MAX; i++) {
		if (!guest_translate(vp, vp->vmcb->rip + i, &gpa) || !memory_is_ram(gpa, 1))
			return i > 0;
		bytes[i] = *(u8 *)guest_pointer(gpa);
	}
	return true;
}

/* Length of ModRM, SIB and displacement (APM volume 3, 1.4) */
static u32 operand_length(const u8 *modrm)
{
	u32 mod = *modrm >> 6, rm = *modrm & 7;
	u32 length = rm == 4 ? 2 : 1;
	u32 base = rm == 4 ? modrm[1] & 7 : rm;

	if (mod == 1)
		return length + 1;
	if (mod == 2 || (mod == 0 && base == 5))
		return length + 4;
	return length;
}

/* Without a REX prefix the byte registers 4 to 7 are AH, CH, DH and BH */
static u64 register_value(struct vp *vp, u8 rex, u32 size, u8 modrm)
{
	u32 number = (modrm >> 3 & 7) | (rex & REX_R ? 8 : 0);

	if (size == 1 && !rex && number >= 4)
		return vp_register(vp, number - 4) >> 8;
	return vp_register(vp, number);
}

/* At most 32 bits, extended by their sign */
static u64 immediate_value(const u8 *bytes, u32 size)
{
	if (size == 1)
		return bytes[0];
	if (size == 2)
		return bytes[0] | bytes[1] << 8;
	return (s64)(int)(bytes[0] | bytes[1] << 8 | bytes[2] << 16 | (u32)bytes[3] << 24);
}

bool decode_store(struct vp *vp, struct store *s)
{
	u8 bytes[BYTES] = { 0 }, rex = 0, opcode;
	const u8 *at = bytes, *modrm;
	bool word;

	if (!fetch(vp, bytes))
		return false;
	word = *at == PREFIX_OPERAND_SIZE;
	at += word;
	if (*at >> 4 == PREFIX_REX >> 4 && vp->vmcb->cs.attributes & CS_LONG)
		rex = *at++;
	opcode = *at++;
	modrm = at;
	at += operand_length(modrm);
	s->size = !(opcode & OPCODE_WIDE) ? 1 : rex & REX_W ? 8 : word ? 2 : 4;
	s->exchanges = (opcode & ~OPCODE_WIDE) == OPCODE_XCHG;
	switch (opcode & ~OPCODE_WIDE) {
	case OPCODE_XCHG:
	case OPCODE_MOV_STORE:
		s->value = register_value(vp, rex, s->size, *modrm);
		break;
	case OPCODE_MOV_IMMEDIATE:
		s->value = immediate_value(at, s->size);
		at += s->size == 8 ? 4 : s->size;
		break;
	default:
		return false;
	}
	s->length = at - bytes;
	return true;
}
