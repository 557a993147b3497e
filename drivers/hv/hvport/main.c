// SPDX-License-Identifier: GPL-2.0-only
/*
 * hvport: the ports of the Hyper-V hypervisor for user space.
 *
 * The order in which the module comes up and goes away, the device node, and
 * what an open file is. The device is registered last: nothing can be reached
 * before it is complete.
 */
#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/pm.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

#include <hyperv/hvport_abi.h>

#include "hvport.h"

static int hvport_open(struct inode *inode, struct file *filp)
{
	struct hvport_file *file;
	int kind;

	/* Of the initial user namespace; kept or dropped afterwards as you like */
	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	file = kzalloc(sizeof(*file), GFP_KERNEL_ACCOUNT);
	if (!file)
		return -ENOMEM;
	spin_lock_init(&file->lock);
	for (kind = 0; kind < HVPORT_KINDS; kind++)
		INIT_LIST_HEAD(&file->objects[kind]);
	file->pid = task_tgid_nr(current);
	get_task_comm(file->comm, current);
	filp->private_data = file;
	return nonseekable_open(inode, filp);
}

static int hvport_release(struct inode *inode, struct file *filp)
{
	hvport_release_file(filp->private_data);
	kfree(filp->private_data);
	return 0;
}

static void hvport_show_fdinfo(struct seq_file *m, struct file *filp)
{
	struct hvport_file *file = filp->private_data;

	seq_printf(m, "hvport-ports:\t%d\n",
		   atomic_read(&file->count[HVPORT_PORT]));
	seq_printf(m, "hvport-connections:\t%d\n",
		   atomic_read(&file->count[HVPORT_CONNECTION]));
	seq_printf(m, "hvport-generation:\t%u\n", hvport_generation());
	seq_printf(m, "hvport-lost:\t%d\n", atomic_read(&file->lost));
}

static const struct file_operations hvport_fops = {
	.owner		= THIS_MODULE,
	.open		= hvport_open,
	.release	= hvport_release,
	.unlocked_ioctl	= hvport_ioctl,
	.compat_ioctl	= compat_ptr_ioctl,
	.show_fdinfo	= hvport_show_fdinfo,
};

static struct miscdevice hvport_misc = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "hvport",
	.fops	= &hvport_fops,
	.mode	= 0600,
};

/*
 * A platform device without resources: it is how the driver core tells of
 * suspend, hibernation, reboot and kexec, the same on every kernel.
 */
static struct platform_device *hvport_pdev;

static int hvport_suspend(struct device *dev)
{
	hvport_transport_suspend();
	return 0;
}

static int hvport_resume(struct device *dev)
{
	hvport_transport_resume();
	return 0;
}

/* An image of all memory cannot be made, or replaced, while some of it is lent */
static int hvport_freeze(struct device *dev)
{
	return hvport_memory_is_lent() ? -EBUSY : hvport_suspend(dev);
}

/*
 * Back from hibernation. A device is also "restored" when hibernation was broken
 * off before there was an image, but then not, as a rule, with interrupts off.
 */
static bool restored;

static int hvport_restore_noirq(struct device *dev)
{
	restored = true;
	return hvport_resume(dev);
}

/* The number of this partition, 0: it is not known */
static u64 own_number(void)
{
	if (!(hvport_detected()->privileges & HV_ACCESS_PARTITION_ID))
		return 0;
	return hvport_hypercall_partition_id();
}

/* The machine may have been off, and this may be another partition */
static void come_back(void)
{
	const struct hvport_info *info = hvport_detected();
	u64 before = info->partition_id;

	hvport_detected_set_page(info->page_mode, own_number());
	hvport_lose_all(before && before == info->partition_id);
}

static int hvport_restore(struct device *dev)
{
	if (restored)
		come_back();
	restored = false;
	return 0;
}

static const struct dev_pm_ops hvport_pm_ops = {
	.suspend_noirq	= hvport_suspend,
	.resume_noirq	= hvport_resume,
	.freeze_noirq	= hvport_freeze,
	.thaw_noirq	= hvport_resume,
	.poweroff_noirq	= hvport_suspend,
	.restore_noirq	= hvport_restore_noirq,
	.restore	= hvport_restore,
};

static void hvport_shutdown(struct platform_device *pdev)
{
	hvport_delete_all();
	hvport_memory_withdraw_all();
	hvport_transport_exit();
}

static struct platform_driver hvport_driver = {
	.driver = {
		.name			= "hvport",
		.pm			= pm_sleep_ptr(&hvport_pm_ops),
		.suppress_bind_attrs	= true,
	},
	.shutdown = hvport_shutdown,
};

static void say_hello(void)
{
	const struct hvport_info *info = hvport_detected();

	pr_info("Hyper-V %u.%u.%u, %s hypercall page, CreatePort privilege: %s\n",
		info->version_major, info->version_minor, info->version_build,
		info->page_mode == HVPORT_PAGE_OWNED ? "own" : "the kernel's",
		info->privileges & HV_CREATE_PORT ? "yes" : "no");
}

static int __init hvport_init(void)
{
	int error;

	error = hvport_detect();
	if (error)
		return error;
	error = hvport_registry_init();
	if (error)
		return error;
	error = hvport_hypercall_init();
	if (error)
		goto hypercall_exit;
	error = hvport_transport_init();
	if (error)
		goto hypercall_exit;
	hvport_detected_set_page(hvport_transport_owned() ? HVPORT_PAGE_OWNED :
							    HVPORT_PAGE_ADOPTED,
				 own_number());

	error = platform_driver_register(&hvport_driver);
	if (error)
		goto transport_exit;
	hvport_pdev = platform_device_register_simple("hvport", PLATFORM_DEVID_NONE,
						      NULL, 0);
	if (IS_ERR(hvport_pdev)) {
		error = PTR_ERR(hvport_pdev);
		goto driver_unregister;
	}
	hvport_misc.parent = &hvport_pdev->dev;
	error = misc_register(&hvport_misc);
	if (error)
		goto device_unregister;
	hvport_debugfs_init();
	say_hello();
	return 0;

device_unregister:
	platform_device_unregister(hvport_pdev);
driver_unregister:
	platform_driver_unregister(&hvport_driver);
transport_exit:
	hvport_transport_exit();
hypercall_exit:
	hvport_hypercall_exit();
	hvport_registry_exit();
	return error;
}

static void __exit hvport_exit(void)
{
	hvport_debugfs_exit();
	misc_deregister(&hvport_misc);
	platform_device_unregister(hvport_pdev);
	platform_driver_unregister(&hvport_driver);
	hvport_memory_withdraw_all();
	hvport_memory_exit();
	hvport_transport_exit();
	hvport_hypercall_exit();
	hvport_registry_exit();
}

module_init(hvport_init);
module_exit(hvport_exit);

MODULE_DESCRIPTION("Hyper-V ports for user space");
MODULE_AUTHOR("The hvport maintainers");
MODULE_VERSION("0.1");
MODULE_LICENSE("GPL");
