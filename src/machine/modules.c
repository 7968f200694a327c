#include "machine/modules.h"

#include "bfe/exports.h"
#include "exception/exports.h"
#include "executive/exports.h"
#include "kernel/exports.h"
#include "kmdf/bind.h"
#include "kmdf/exports.h"
#include "ledger/finding.h"
#include "machine/routine.h"
#include "ndis/exports.h"
#include "net/construct.h"
#include "net/nmr.h"
#include "registry/exports.h"
#include "rtl/exports.h"
#include "security/exports.h"
#include "storage/exports.h"
#include "trace/exports.h"
#include "wfp/exports.h"

#include <stdlib.h>
#include <string.h>

#define EXPORTS_LIMIT 4096
#define MODULE_TABLES 192

/* Each module's tables, ground floor first, one a line. */
/* clang-format off */
static const struct module {
	const char *name;
	const struct contract *tables[MODULE_TABLES];
} modules[] = {
	{ "ntoskrnl.exe", {
		/* kernel */
		wait_exports,
		event_exports,
		lock_exports,
		rw_spin_exports,
		interlocked_exports,
		region_exports,
		mutex_exports,
		push_lock_exports,
		resource_exports,
		rundown_exports,
		queue_exports,
		timer_exports,
		ex_timer_exports,
		time_exports,
		affinity_exports,
		feature_exports,
		bugcheck_exports,
		/* executive */
		pool_exports,
		lookaside_exports,
		rundown_cache_exports,
		callback_exports,
		mdl_exports,
		page_exports,
		contiguous_exports,
		address_exports,
		section_exports,
		object_exports,
		process_exports,
		handle_exports,
		object_name_exports,
		thread_object_exports,
		process_query_exports,
		process_information_exports,
		notify_exports,
		image_notify_exports,
		ob_callback_exports,
		address_space_exports,
		driver_exports,
		device_exports,
		file_exports,
		irp_exports,
		attach_exports,
		request_build_exports,
		csq_exports,
		remove_lock_exports,
		device_queue_exports,
		io_timer_exports,
		io_event_exports,
		shutdown_exports,
		driver_extra_exports,
		work_exports,
		debug_exports,
		log_exports,
		target_exports,
		variable_exports,
		string_exports,
		runtime_exports,
		/* rtl */
		narrow_exports,
		unicode_exports,
		codepage_exports,
		utf8_exports,
		number_exports,
		expression_exports,
		error_exports,
		crt_string_exports,
		crt_wide_exports,
		crt_print_exports,
		crt_number_exports,
		crt_class_exports,
		crt_sort_exports,
		splay_exports,
		generic_exports,
		avl_exports,
		hash_exports,
		bitmap_exports,
		bitmap_run_exports,
		rtl_time_exports,
		memory_exports,
		checksum_exports,
		version_exports,
		rtl_address_exports,
		/* security */
		sid_exports,
		acl_exports,
		descriptor_exports,
		access_exports,
		token_exports,
		token_query_exports,
		subject_exports,
		token_handle_exports,
		object_security_exports,
		/* registry */
		reg_open_exports,
		reg_query_exports,
		reg_change_exports,
		reg_relative_exports,
		reg_table_exports,
		reg_driver_exports,
		reg_notify_exports,
		/* storage */
		system_exports,
		file_create_exports,
		file_transfer_exports,
		view_exports,
		symlink_exports,
		/* trace */
		etw_exports,
		etw_write_exports,
		wmi_exports,
		/* exception */
		scope_exports,
		raise_exports,
		unwind_exports,
		trace_exports,
		stack_exports,
		/* machine */
		routine_exports,
	} },
	{ "fltmgr.sys", {
		filter_push_lock_exports,
		filter_manager_exports,
	} },
	{ "netio.sys", {
		nmr_exports,
	} },
	{ "WppRecorder.sys", {
		recorder_exports,
	} },
	{ "ndis.sys", {
		ndis_exports,
		ndis_lock_exports,
		ndis_timer_exports,
		ndis_work_exports,
		ndis_system_exports,
	} },
	{ "wdfldr.sys", {
		wdfldr_exports,
	} },
	{ "fwpkclnt.sys", {
		net_exports,
		callout_exports,
		flow_exports,
		inject_exports,
		pend_exports,
		classify_handle_exports,
		redirect_exports,
		stream_exports,
		tag_exports,
		classify_option_exports,
		bfe_exports,
		query_exports,
		net_event_exports,
		guard_exports,
		session_exports,
		context_exports,
		option_exports,
	} },
};
/* clang-format on */

/* All that a driver can import, sorted by name; made when somebody first asks. */
static struct {
	struct entry {
		const struct contract *row;
		const char *module;
	} list[EXPORTS_LIMIT];
	size_t count;
} exports;

static int
by_name(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;

	return strcmp(a->row->name, b->row->name);
}

static void
add_table(const char *module, const struct contract *row)
{
	for (; row->name != NULL; row++) {
		if (exports.count == EXPORTS_LIMIT)
			host_die("more than %d exports", EXPORTS_LIMIT);
		exports.list[exports.count++] = (struct entry){ row, module };
	}
}

static void
exports_list(void)
{
	if (exports.count > 0)
		return;
	for (size_t at = 0; at < sizeof modules / sizeof modules[0]; at++) {
		for (size_t table = 0; modules[at].tables[table] != NULL; table++)
			add_table(modules[at].name, modules[at].tables[table]);
	}
	qsort(exports.list, exports.count, sizeof exports.list[0], by_name);
}

static const struct entry *
find(const char *name)
{
	struct contract key = { .name = name };
	struct entry wanted = { &key, NULL };

	exports_list();
	return bsearch(&wanted, exports.list, exports.count, sizeof exports.list[0], by_name);
}

const struct contract *
machine_export(const char *name)
{
	const struct entry *found = find(name);

	return found != NULL ? found->row : NULL;
}

const struct contract *
machine_export_of(const char *module, const char *name)
{
	const struct entry *found = find(name);

	return found != NULL && strcmp(found->module, module) == 0 ? found->row : NULL;
}

void
machine_exports(machine_export_fn *each, void *context)
{
	exports_list();
	for (size_t at = 0; at < exports.count; at++)
		each(context, exports.list[at].module, exports.list[at].row);
	for (size_t slot = 0; wdf_slot_name(slot) != NULL; slot++) {
		if (wdf_slot_contract(slot) != NULL)
			each(context, MODULE_FRAMEWORK, wdf_slot_contract(slot));
	}
}
