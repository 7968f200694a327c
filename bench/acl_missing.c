/* Built where librte_acl is not installed. */
#include "acl.h"

bool
acl_start(void)
{
	return false;
}

struct acl *
acl_build(const struct rules *rules, unsigned categories)
{
	(void)rules, (void)categories;
	return NULL;
}

void
acl_free(struct acl *acl)
{
	(void)acl;
}

double
acl_build_seconds(const struct acl *acl)
{
	(void)acl;
	return 0;
}

size_t
acl_bytes(const struct acl *acl)
{
	(void)acl;
	return 0;
}

const char *
acl_tune(struct acl *acl, const struct trace *trace, unsigned count)
{
	(void)acl, (void)trace, (void)count;
	return "";
}

void
acl_classify(const struct acl *acl, const uint8_t **packets, unsigned count, uint32_t *answers)
{
	(void)acl, (void)packets, (void)count, (void)answers;
}
