#include "registry/registry.h"

#include "executive/string.h"
#include "registry/exports.h"
#include "registry/notify.h"
#include "registry/open.h"

#include <stdio.h>
#include <string.h>

#define SERVICE_NAME 64

/* In the spelling that Windows has for them. */
static const char *const paths[] = {
	"MACHINE\\HARDWARE\\DESCRIPTION\\System",
	"MACHINE\\HARDWARE\\DEVICEMAP",
	"MACHINE\\SAM",
	"MACHINE\\SECURITY",
	"MACHINE\\SOFTWARE\\Classes",
	"MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion",
	"MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion",
	"MACHINE\\SYSTEM\\ControlSet001\\Control\\Class",
	"MACHINE\\SYSTEM\\ControlSet001\\Enum",
	"MACHINE\\SYSTEM\\ControlSet001\\Services",
	"USER\\.DEFAULT\\Software",
};

/* Latin-1 under \Registry, made where it is missing. */
static struct reg_key *
make(const char *path)
{
	WCHAR text[128];
	size_t length = strlen(path);

	string_widen(text, path, length);
	return reg_key_walk_make(reg_key_root(), text, length);
}

void
registry_start(void)
{
	reg_keys_start();
	notify_start();
	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
		make(paths[i]);
	make("MACHINE\\SYSTEM\\CurrentControlSet")->target = make("MACHINE\\SYSTEM\\ControlSet001");
	make("USER\\S-1-5-18")->target = make("USER\\.DEFAULT");
}

static void
set_number(struct reg_key *key, const char *name, uint32_t number)
{
	WCHAR text[32];

	string_widen(text, name, strlen(name));
	reg_value_set(key, text, strlen(name), REG_DWORD, &number, sizeof number);
}

/*
 * Windows: 1 is a kernel driver, 3 one that is started on demand, and 1 asks
 *   that an error be logged and no more.  [inf-addservice-directive]
 */
void
registry_add_service(const char *name)
{
	char path[128];
	WCHAR image[128];
	struct reg_key *key;
	size_t length;

	snprintf(path, sizeof path, "MACHINE\\SYSTEM\\ControlSet001\\Services\\%.*s", SERVICE_NAME,
	    name);
	key = make(path);
	if (!list_empty(&key->values))
		return; /* the driver is loaded once more */
	set_number(key, "Type", 1);
	set_number(key, "Start", 3);
	set_number(key, "ErrorControl", 1);
	length = (size_t)snprintf(path, sizeof path, "\\SystemRoot\\System32\\drivers\\%.*s.sys",
		     SERVICE_NAME, name)
	    + 1;
	string_widen(image, path, length);
	reg_value_set(
	    key, u"ImagePath", 9, REG_EXPAND_SZ, image, (uint32_t)(length * sizeof *image));
}

struct reg_key *
registry_service(const WCHAR *name, size_t length)
{
	return reg_key_find(make("MACHINE\\SYSTEM\\ControlSet001\\Services"), name, length);
}
