/*
 * Laying out an image: copy, relocate, set the cookie, bind. Each works on bytes that pe_parse()
 * has accepted, so none of them can leave the image.
 */
#include "image/map.h"

#include "image/bytes.h"

/* On x64 a page that may be written or executed may be read. */
#define READABLE (IMAGE_SCN_MEM_READ | IMAGE_SCN_MEM_WRITE | IMAGE_SCN_MEM_EXECUTE)

static void
copy_sections(const struct pe *pe, const uint8_t *bytes, uint8_t *at)
{
	memcpy(at, bytes, pe->size_of_headers);
	for (unsigned i = 0; i < pe->section_count; i++) {
		const struct pe_section *section = &pe->sections[i];

		if (section->raw_size > 0)
			memcpy(at + section->rva, bytes + section->raw_offset, section->raw_size);
	}
}

static void
relocate(const struct pe *pe, const uint8_t *bytes, uint8_t *at, uint64_t delta)
{
	struct pe_relocation relocation;
	bool more = pe_relocation_first(pe, bytes, &relocation);

	for (; more; more = pe_relocation_next(pe, bytes, &relocation)) {
		uint64_t address = bytes_u64(at + relocation.rva) + delta;

		memcpy(at + relocation.rva, &address, sizeof(address));
	}
}

/*
 * Windows: a cookie that is 0 or the default is replaced before the driver starts; the entry stub
 *   of a current build stops the machine if it is not. The top 16 bits of a cookie are 0.
 *   [hosting: Loading 2]
 */
static void
set_cookie(const struct pe *pe, uint8_t *at, uint64_t cookie)
{
	uint64_t held;

	if (pe->security_cookie == 0)
		return;
	held = bytes_u64(at + pe->security_cookie);
	if (held != 0 && held != NT_DEFAULT_SECURITY_COOKIE)
		return;
	cookie &= 0x0000ffffffffffff;
	if (cookie == 0 || cookie == NT_DEFAULT_SECURITY_COOKIE)
		cookie = NT_DEFAULT_SECURITY_COOKIE + 1;
	memcpy(at + pe->security_cookie, &cookie, sizeof(cookie));
}

/*
 * Windows: an image without a relocation directory may still move, unless it says that its
 *   relocations were stripped.  [learn:pe-format, characteristics; hosting: Loading 1]
 */
bool
map_image(const struct pe *pe, const uint8_t *bytes, void *at, uint64_t base, uint64_t cookie,
    struct pe_error *error)
{
	if (base % PE_PAGE != 0)
		return pe_refuse(error, "load address 0x%llx is no page", (unsigned long long)base);
	if (base != pe->image_base && (pe->characteristics & IMAGE_FILE_RELOCS_STRIPPED) != 0)
		return pe_refuse(error, "relocations are stripped: loads only at 0x%llx",
		    (unsigned long long)pe->image_base);
	copy_sections(pe, bytes, at);
	relocate(pe, bytes, at, base - pe->image_base);
	set_cookie(pe, at, cookie);
	return true;
}

bool
map_bind(const struct pe *pe, const uint8_t *bytes, void *at, map_resolve *resolve, void *context,
    struct pe_error *error)
{
	struct pe_import import;
	bool more = pe_import_first(pe, bytes, &import);

	for (; more; more = pe_import_next(pe, bytes, &import)) {
		uint64_t address = 0;

		if (resolve(context, import.dll, import.name, import.ordinal, &address)) {
			memcpy((uint8_t *)at + import.iat, &address, sizeof(address));
			continue;
		}
		if (import.name == NULL)
			return pe_refuse(
			    error, "no such import: %.80s!#%u", import.dll, import.ordinal);
		return pe_refuse(error, "no such import: %.80s!%.100s", import.dll, import.name);
	}
	return true;
}

struct map_protection
map_protection(const struct pe_section *section)
{
	if (section == NULL)
		return (struct map_protection){ .read = true };
	return (struct map_protection){
		.read = (section->flags & (READABLE)) != 0,
		.write = (section->flags & IMAGE_SCN_MEM_WRITE) != 0,
		.execute = (section->flags & IMAGE_SCN_MEM_EXECUTE) != 0,
		.discardable = (section->flags & IMAGE_SCN_MEM_DISCARDABLE) != 0,
	};
}
