/*
 * The options are compiled in, so that nobody needs an environment.  The signals are
 * host/fault's.  Leaks are not looked for: the machine's process ends without
 * unmaking anything, and under the sandbox the search could not run.
 */
#include "host/sanitize.h"

#if SANITIZED

#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>

const char *__asan_default_options(void);
const char *__ubsan_default_options(void);

const char *
__asan_default_options(void)
{
	return "handle_segv=0:handle_sigbus=0:handle_sigill=0:handle_sigfpe=0:handle_abort=0:"
	       "use_sigaltstack=0:detect_leaks=0:detect_stack_use_after_return=0";
}

const char *
__ubsan_default_options(void)
{
	return "halt_on_error=1:print_stacktrace=1";
}

void
sanitize_forget(uint64_t address, size_t bytes)
{
	ASAN_UNPOISON_MEMORY_REGION((void *)address, bytes);
}

/* No function is called between the two, so it does not matter that the switch itself comes later. */
struct stack_bounds
sanitize_stack(struct stack_bounds next)
{
	const void *low = NULL;
	size_t bytes = 0;

	__sanitizer_start_switch_fiber(NULL, (void *)next.low, next.bytes);
	__sanitizer_finish_switch_fiber(NULL, &low, &bytes);
	return (struct stack_bounds){ (uint64_t)low, bytes };
}

#endif
