# SPDX-License-Identifier: GPL-2.0-only
#
# What people call by hand; "make help" lists it. The kernel's build system does
# not read this file but Kbuild. The work is done by scripts in
# tools/testing/hvport, which say what they need and why.

KDIR ?= /lib/modules/$(shell uname -r)/build
PREFIX ?= /usr/local

scripts := tools/testing/hvport/scripts
boot := tools/testing/hvport/boot
# What "make check" and "make check-deep" consist of, in this order
quick := unit proof static boot
deep := proof boot-deep nested clang compat fuzz
# What is asked of the tests themselves
of_tests := mutants

kbuild = $(MAKE) -C $(KDIR) M=$(CURDIR)
# Headers without the kernel's private key cannot sign
unsigned = $(if $(wildcard $(KDIR)/certs/signing_key.pem),,CONFIG_MODULE_SIG_ALL=)

# Given on the command line, these reach the scripts
export KDIR KERNEL_IMAGE QEMU KSRC SCENARIO KERNEL TESTS MUTANT

.PHONY: all modules tools install clean demo check check-deep check-all coverage fuzz prove mutants deps help

all: modules tools

modules: $(KDIR)/Makefile
	$(kbuild) modules

tools:
	$(MAKE) -C tools/hv/hvport

install: all
	$(kbuild) INSTALL_MOD_PATH=$(DESTDIR) $(unsigned) modules_install
	$(MAKE) -C tools/hv/hvport install DESTDIR=$(DESTDIR) PREFIX=$(PREFIX)
	$(if $(DESTDIR),,depmod -a $(shell $(MAKE) -s -C $(KDIR) kernelrelease))

clean:
	$(if $(wildcard $(KDIR)/Makefile),$(kbuild) clean)
	$(MAKE) -C tools/hv/hvport clean
	rm -rf build

demo:
	@$(scripts)/deps build boot
	@$(boot)/demo

check:
	@$(scripts)/deps build boot check
	@$(scripts)/check $(quick)

# What is not needed for make check may be fetched
check-deep check-all prove mutants check-mutants: export HVPORT_DEEP := 1
check-deep:
	@$(scripts)/deps build boot check deep
	@$(scripts)/check $(deep)

# Both, and the tests' own test, and one sum
check-all:
	@$(scripts)/deps build boot check deep
	@$(scripts)/check $(quick) $(filter-out $(quick),$(deep)) $(of_tests)

parts := $(sort $(quick:%=check-%) $(deep:%=check-%) $(of_tests:%=check-%))
.PHONY: $(parts)
$(parts): check-%:
	@$(scripts)/deps build boot check $(if $(filter $*,$(deep)),deep)
	@$(scripts)/check $*

fuzz: export FUZZ_RUNS ?= 10000000
fuzz:
	@$(scripts)/deps build check deep
	@$(scripts)/check fuzz

# Every boot that there is of the debug kernel, and what they reached
coverage:
	@$(scripts)/deps build boot check deep
	@KERNEL=debug $(scripts)/check boot-deep; status=$$?; $(scripts)/coverage && exit $$status

prove:
	@$(scripts)/deps build check
	@$(scripts)/check proof

mutants:
	@$(scripts)/deps build boot check
	@$(scripts)/check mutants

deps:
	@$(scripts)/deps build boot check

$(KDIR)/Makefile:
	@echo "There are no headers of the running kernel in KDIR=$(KDIR)." >&2
	@echo "On Debian: apt install linux-headers-$(shell uname -r)" >&2
	@false

help:
	@echo "On the machine that is to use it (a guest of Hyper-V):"
	@echo "  make            the module for KDIR=$(KDIR), and hvportctl"
	@echo "  make install    both, into DESTDIR and PREFIX=$(PREFIX); then: hvportctl doctor"
	@echo "  make clean      removes what was built"
	@echo ""
	@echo "Without Hyper-V, in QEMU, with a test hypervisor:"
	@echo "  make demo       creates a port of each type and shows what the hypervisor received"
	@echo "  make check      every test; ends with the sum and fails if one of them failed"
	@echo "  make check-deep  the tests that take longer: debug kernels, and all that needs them"
	@echo "  make check-all   both, and make mutants, with one sum at the end"
	@echo "  make check-unit, check-static, check-boot    parts of it"
	@echo "  make check-nested  below KVM, which runs in QEMU as well"
	@echo "  make coverage   which lines and branches of the driver the tests reach"
	@echo "  make fuzz       libFuzzer on all that is pure, FUZZ_RUNS=N runs of each harness"
	@echo "  make prove      what is proved of the files that are pure"
	@echo "  make mutants    is each fault that is put into the driver on purpose caught by a test?"
	@echo "  make deps       installs what these need (Debian; done by them as well)"
	@echo ""
	@echo "  KERNEL=6.1|6.12|7.3   the kernel to boot (demo: 6.1; check: all of them)"
	@echo "  SCENARIO=\"own smp\"    for check-boot and check-boot-deep: only these of $(boot)/scenarios*"
	@echo "  TESTS=hvport_own      and, of their tests, only these"
	@echo "  MUTANT=sint-0         for mutants: only these of tools/testing/hvport/mutants/list"
	@echo "  KERNEL_IMAGE= KDIR=   your own kernel and its headers; QEMU= your own qemu"
