#include "executive/executive.h"

#include "executive/driver_extra.h"
#include "executive/io_event.h"
#include "executive/name.h"
#include "executive/object.h"
#include "executive/pool.h"
#include "executive/process.h"
#include "executive/shutdown.h"
#include "executive/variable.h"

void
executive_start(void)
{
	pool_start();
	variable_start();
	object_start();
	process_start();
	name_start();
	shutdown_start();
	io_event_start();
	driver_extra_start();
}
