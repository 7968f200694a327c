#include "exception/exception.h"

#include "exception/dispatch.h"
#include "exception/trace.h"
#include "kernel/raise.h"
#include "ledger/finding.h"

void
exception_start(image_finder *finder)
{
	walk_finds(finder);
	raise_handled(exception_raised);
	finding_traces(trace_now);
}
