/*
 * Windows: what becomes of a handle that is none, of data that is applied twice, is not
 *   documented; memory of the engine's is freed twice or written.
 * Here: the run ends where Windows would go wrong.
 */
#include "wfp/handle.h"

#include "executive/pool.h"
#include "host/arena.h"
#include "ledger/finding.h"
#include "ledger/holding.h"
#include "wfp/classify.h"
#include "wfp/key.h"
#include "wfp/layer.h"
#include "wfp/pend.h"
#include "wfp/redirect.h"
#include "wfp/visit.h"

#include <string.h>

#define MAGIC 0x64486c43 /* "ClHd" */

union request {
	FWPS_CONNECT_REQUEST0 connect;
	FWPS_BIND_REQUEST0 bind;
};

/* A copy of the request: in the driver's hands, then perhaps the request as it is. */
struct version {
	union request request;
	union request before; /* as the driver got it */
	struct version *next; /* all of the indication's */
	bool applied;
};

struct indication {
	uint32_t magic;
	uint32_t handles;
	uint16_t layer;
	size_t request_size;
	struct classify *classify; /* while it runs */
	void *subject;
	uint64_t pended;   /* number of the pend, or 0 */
	uint64_t filter;   /* that pended */
	union request now; /* the request with all that was applied */
	bool modified;
	struct version *versions;
};

static struct indication *
indication_of(UINT64 handle, const char *call)
{
	struct indication *indication = (struct indication *)(uintptr_t)handle;

	if (!key_is_object(indication, MAGIC) || (indication->handles == 0 && !indication->pended))
		driver_is_wrong(RULE_R115, "%s is given 0x%llx, which is no classify handle%s",
		    call, (unsigned long long)handle, handle == 0 ? "" : " any more");
	return indication;
}

static struct indication *
indication_take(struct classify *classify)
{
	struct indication *indication = arena_take(sizeof(*indication));

	indication->magic = MAGIC;
	indication->layer = classify->layer;
	indication->classify = classify;
	indication->subject = classify->subject;
	indication->request_size = classify->request_size;
	if (classify->request_size > 0)
		memcpy(&indication->now, classify->request, classify->request_size);
	return indication;
}

/* It goes when nobody can name it any more. */
static void
leave(struct indication *indication)
{
	if (indication->classify != NULL || indication->handles > 0 || indication->pended != 0)
		return;
	while (indication->versions != NULL) {
		struct version *version = indication->versions;

		indication->versions = version->next;
		if (!version->applied)
			ledger_strike(HOLDING_LAYER_DATA, (uintptr_t)version);
		arena_give(version);
	}
	indication->magic = 0;
	arena_give(indication);
}

void
handle_classified(struct classify *classify)
{
	struct indication *indication = classify->indication;

	if (indication == NULL)
		return;
	classify->indication = NULL;
	indication->classify = NULL;
	leave(indication);
}

static void
check_flags(UINT32 flags, UINT32 known, const char *call)
{
	if ((flags & ~known) != 0)
		finding(RULE_R129, "%s with flags 0x%x", call, flags);
}

/* Windows: the context is classifyFn's, of version 1 or later.  [ddi:FwpsAcquireClassifyHandle0] */
NTSTATUS NTAPI
FwpsAcquireClassifyHandle0(void *classifyContext, UINT32 flags, UINT64 *classifyHandle)
{
	struct classify *classify = visit_classify();

	check_flags(flags, 0, "FwpsAcquireClassifyHandle0");
	if (classifyHandle == NULL)
		return STATUS_FWP_NULL_POINTER;
	if (classify == NULL || classifyContext != classify) {
		finding(RULE_R67, "FwpsAcquireClassifyHandle0 is given %p, not the classifyContext",
		    classifyContext);
		return STATUS_INVALID_PARAMETER;
	}
	if (classify->indication == NULL)
		classify->indication = indication_take(classify);
	classify->indication->handles++;
	ledger_enter(HOLDING_CLASSIFY_HANDLE, (uintptr_t)classify->indication, 0);
	*classifyHandle = (uintptr_t)classify->indication;
	return STATUS_SUCCESS;
}

static bool
has_unapplied(const struct indication *indication)
{
	for (const struct version *at = indication->versions; at != NULL; at = at->next) {
		if (!at->applied)
			return true;
	}
	return false;
}

void NTAPI
FwpsReleaseClassifyHandle0(UINT64 classifyHandle)
{
	struct indication *indication = indication_of(classifyHandle, "FwpsReleaseClassifyHandle0");

	if (indication->handles == 0)
		driver_is_wrong(RULE_R115, "a classify handle is released twice");
	if (indication->handles == 1 && indication->pended == 0 && has_unapplied(indication))
		finding(
		    RULE_R116, "a classify handle is released, and its layer data was not applied");
	ledger_strike(HOLDING_CLASSIFY_HANDLE, (uintptr_t)indication);
	indication->handles--;
	leave(indication);
}

static bool
is_asynchronous(uint16_t layer)
{
	const char *name = layer_by_id(layer)->name;

	return strncmp(name, "ALE_ENDPOINT_CLOSURE", 20) == 0
	    || strncmp(name, "ALE_CONNECT_REDIRECT", 20) == 0
	    || strncmp(name, "ALE_BIND_REDIRECT", 17) == 0;
}

static void
block(FWPS_CLASSIFY_OUT0 *out)
{
	if (out == NULL)
		return;
	out->actionType = FWP_ACTION_BLOCK;
	out->rights &= ~(UINT32)FWPS_RIGHT_ACTION_WRITE;
}

/*
 * Windows: STATUS_FWP_CANNOT_PEND where the layer does not allow it; the handle has one reference
 *   more until FwpsCompleteClassify0.  [ddi:FwpsPendClassify0]
 * Here: classifyOut becomes BLOCK without the right to write, as it does by
 *   FwpsAcquireWritableLayerDataPointer0; the page does not say.
 */
NTSTATUS NTAPI
FwpsPendClassify0(
    UINT64 classifyHandle, UINT64 filterId, UINT32 flags, FWPS_CLASSIFY_OUT0 *classifyOut)
{
	struct indication *indication = indication_of(classifyHandle, "FwpsPendClassify0");
	struct classify *classify = indication->classify;

	check_flags(flags, 0, "FwpsPendClassify0");
	if (classifyOut == NULL)
		return STATUS_FWP_NULL_POINTER;
	if (classify == NULL || classify != visit_classify()) {
		finding(RULE_R113, "FwpsPendClassify0 is called outside its classifyFn");
		return STATUS_FWP_CANNOT_PEND;
	}
	if (!is_asynchronous(indication->layer)) {
		finding(RULE_R113, "FwpsPendClassify0 is called at %s",
		    layer_by_id(indication->layer)->name);
		return STATUS_FWP_CANNOT_PEND;
	}
	if (!classify->may_write)
		finding(RULE_R118, "FwpsPendClassify0 without the right to write the action");
	if (classify->pended != 0 || classify->subject == NULL)
		return STATUS_FWP_CANNOT_PEND;
	indication->pended = classify->pended = pend_number();
	indication->filter = filterId;
	ledger_enter(HOLDING_PENDED_CLASSIFY, (uintptr_t)indication, 0);
	block(classifyOut);
	return STATUS_SUCCESS;
}

/*
 * Windows: classifyOut is the final decision; without one the indication is authorised again.
 *   [ddi:FwpsCompleteClassify0]
 */
void NTAPI
FwpsCompleteClassify0(UINT64 classifyHandle, UINT32 flags, const FWPS_CLASSIFY_OUT0 *classifyOut)
{
	struct indication *indication = indication_of(classifyHandle, "FwpsCompleteClassify0");
	struct resumption resumption = {
		.subject = indication->subject,
		.number = indication->pended,
		.again = classifyOut == NULL,
		.filter_id = indication->filter,
		.request = indication->modified ? &indication->now : NULL,
	};

	check_flags(
	    flags, FWPS_CLASSIFY_FLAG_REAUTHORIZE_IF_MODIFIED_BY_OTHERS, "FwpsCompleteClassify0");
	if (indication->pended == 0)
		driver_is_wrong(RULE_R114, "a classify is completed that is not pended");
	if (has_unapplied(indication))
		finding(RULE_R116, "a classify is completed, and its layer data was not applied");
	if (classifyOut != NULL)
		resumption.action = classifyOut->actionType == FWP_ACTION_BLOCK ? FWP_ACTION_BLOCK
										: FWP_ACTION_PERMIT;
	ledger_strike(HOLDING_PENDED_CLASSIFY, (uintptr_t)indication);
	indication->pended = 0;
	pend_resume(&resumption);
	leave(indication);
}

/* The history of a request begins with its first change.  [ddi:FWPS_CONNECT_REQUEST0] */
static void
version_link(const struct indication *indication, struct version *version, UINT64 filter)
{
	struct version *older = NULL;

	for (struct version *at = indication->versions; at != NULL && older == NULL; at = at->next)
		older = at->applied ? at : NULL;
	if (indication->request_size == sizeof(FWPS_CONNECT_REQUEST0)) {
		version->request.connect.previousVersion =
		    older == NULL ? NULL : &older->request.connect;
		version->request.connect.modifierFilterId = filter;
		version->request.connect.localRedirectContext = NULL;
		version->request.connect.localRedirectContextSize = 0;
		return;
	}
	version->request.bind.previousVersion = older == NULL ? NULL : &older->request.bind;
	version->request.bind.modifierFilterId = filter;
}

/*
 * Windows: classifyOut becomes BLOCK without the right to write; each pointer is applied
 *   once, changed or not.  [ddi:FwpsAcquireWritableLayerDataPointer0]
 */
NTSTATUS NTAPI
FwpsAcquireWritableLayerDataPointer0(UINT64 classifyHandle, UINT64 filterId, UINT32 flags,
    PVOID *writableLayerData, FWPS_CLASSIFY_OUT0 *classifyOut)
{
	struct indication *indication =
	    indication_of(classifyHandle, "FwpsAcquireWritableLayerDataPointer0");
	struct version *version;

	check_flags(flags, FWPS_CLASSIFY_FLAG_REAUTHORIZE_IF_MODIFIED_BY_OTHERS,
	    "FwpsAcquireWritableLayerDataPointer0");
	if (writableLayerData == NULL)
		return STATUS_FWP_NULL_POINTER;
	if (indication->request_size == 0) {
		finding(RULE_R116, "%s has no writable layer data",
		    layer_by_id(indication->layer)->name);
		return STATUS_INVALID_PARAMETER;
	}
	version = arena_take(sizeof(*version));
	version->request = indication->now;
	version_link(indication, version, filterId);
	version->before = version->request;
	version->next = indication->versions;
	indication->versions = version;
	ledger_enter(HOLDING_LAYER_DATA, (uintptr_t)version, 0);
	block(classifyOut);
	*writableLayerData = &version->request;
	return STATUS_SUCCESS;
}

static bool
same_address(const SOCKADDR_STORAGE *left, const SOCKADDR_STORAGE *right)
{
	return memcmp(left, right, sizeof(SOCKADDR_IN6)) == 0;
}

/* False: nothing of it counts. */
static bool
check_bind(const FWPS_BIND_REQUEST0 *before, const FWPS_BIND_REQUEST0 *after)
{
	if (after->previousVersion != before->previousVersion
	    || after->modifierFilterId != before->modifierFilterId
	    || after->localAddressAndPort.ss_family != before->localAddressAndPort.ss_family) {
		finding(RULE_R171, "a bind request's history or address family was changed");
		return false;
	}
	return true;
}

static bool
check_connect(const FWPS_CONNECT_REQUEST0 *before, const FWPS_CONNECT_REQUEST0 *after)
{
	if (after->previousVersion != before->previousVersion
	    || after->modifierFilterId != before->modifierFilterId
	    || after->localAddressAndPort.ss_family != before->localAddressAndPort.ss_family
	    || after->remoteAddressAndPort.ss_family != before->remoteAddressAndPort.ss_family) {
		finding(RULE_R171, "a connect request's history or address family was changed");
		return false;
	}
	if (!same_address(&before->localAddressAndPort, &after->localAddressAndPort))
		finding(RULE_R173, "a connect request's local address was changed");
	if (after->localRedirectHandle != NULL && !redirect_handle_is(after->localRedirectHandle)) {
		finding(RULE_R170, "a connect request's localRedirectHandle is %p, which is none",
		    after->localRedirectHandle);
		return false;
	}
	return true;
}

/* Windows: the context's memory is the engine's from now on.  [ddi:FWPS_CONNECT_REQUEST0] */
static void
take_context(FWPS_CONNECT_REQUEST0 *request)
{
	if (request->localRedirectContext == NULL || pool_adopt(request->localRedirectContext))
		return;
	finding(RULE_R172, "localRedirectContext %p is no block of the driver's pool",
	    request->localRedirectContext);
	request->localRedirectContext = NULL;
	request->localRedirectContextSize = 0;
}

static void
apply(struct indication *indication, struct version *version)
{
	bool connect = indication->request_size == sizeof(FWPS_CONNECT_REQUEST0);

	if (memcmp(&version->before, &version->request, indication->request_size) == 0)
		return;
	if (connect)
		take_context(&version->request.connect);
	if (!(connect ? check_connect(&version->before.connect, &version->request.connect)
		      : check_bind(&version->before.bind, &version->request.bind)))
		return;
	indication->now = version->request;
	indication->modified = true;
	if (indication->classify != NULL && indication->pended == 0)
		memcpy(indication->classify->request, &indication->now, indication->request_size);
}

void NTAPI
FwpsApplyModifiedLayerData0(UINT64 classifyHandle, PVOID modifiedLayerData, UINT32 flags)
{
	struct indication *indication =
	    indication_of(classifyHandle, "FwpsApplyModifiedLayerData0");
	struct version *version = indication->versions;

	check_flags(flags, FWPS_CLASSIFY_FLAG_REAUTHORIZE_IF_MODIFIED_BY_OTHERS,
	    "FwpsApplyModifiedLayerData0");
	while (version != NULL && (&version->request != modifiedLayerData || version->applied))
		version = version->next;
	if (version == NULL)
		driver_is_wrong(RULE_R116,
		    "FwpsApplyModifiedLayerData0 is given %p, which was not acquired%s",
		    modifiedLayerData, modifiedLayerData == NULL ? "" : ", or is applied already");
	version->applied = true;
	ledger_strike(HOLDING_LAYER_DATA, (uintptr_t)version);
	apply(indication, version);
}

const struct contract handle_exports[] = {
	EXPORT(FwpsAcquireClassifyHandle0, 3, DISPATCH_LEVEL, REFUSAL_STATUS, SCHEDULES,
	    PAGE(fwpsk), FAILS("STATUS_INVALID_PARAMETER STATUS_FWP_NULL_POINTER"),
	    ENTERS(CLASSIFY_HANDLE)),
	EXPORT(FwpsReleaseClassifyHandle0, 1, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(fwpsk),
	    STRIKES(CLASSIFY_HANDLE)),
	EXPORT(FwpsPendClassify0, 4, DISPATCH_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fwpsk),
	    FAILS("STATUS_FWP_CANNOT_PEND STATUS_FWP_NULL_POINTER"), ENTERS(PENDED_CLASSIFY)),
	EXPORT(FwpsCompleteClassify0, 3, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(fwpsk),
	    APPROXIMATES("REAUTHORIZE_IF_MODIFIED_BY_OTHERS changes nothing"),
	    STRIKES(PENDED_CLASSIFY)),
	EXPORT(FwpsAcquireWritableLayerDataPointer0, 5, DISPATCH_LEVEL, REFUSAL_STATUS, SCHEDULES,
	    PAGE(fwpsk), FAILS("STATUS_INVALID_PARAMETER STATUS_FWP_NULL_POINTER"),
	    ENTERS(LAYER_DATA)),
	EXPORT(FwpsApplyModifiedLayerData0, 3, DISPATCH_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(fwpsk),
	    STRIKES(LAYER_DATA)),
	EXPORTS_END,
};
