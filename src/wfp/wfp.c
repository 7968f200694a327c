#include "wfp/callout.h"
#include "wfp/classify.h"
#include "wfp/net_event.h"
#include "wfp/exports.h"
#include "wfp/filter.h"
#include "wfp/flow.h"
#include "wfp/inject.h"
#include "wfp/layer.h"
#include "wfp/pend.h"
#include "wfp/redirect.h"
#include "wfp/tag.h"

void
wfp_start(void)
{
	layer_start();
	net_event_start();
	callout_start();
	filter_start();
	classify_start();
	flow_start();
	inject_start();
	pend_start();
	redirect_start();
	tags_start();
}
