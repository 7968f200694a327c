-- driver: wdf_order
-- arguments: --expect --schedules 100
-- journal: enter    EvtDriverUnload
-- journal: wdf_order: unload
-- journal: leave    EvtDriverUnload
-- journal: wdf_order: cleanup of the child
-- journal: wdf_order: cleanup of the device
-- journal: wdf_order: cleanup of the driver
-- journal: wdf_order: destroy of the driver
-- journal: return   KmdfUnload
-- journal: call     WdfVersionUnbind
-- journal: leave    DriverUnload
-- never: WdfVersionUnbind.*wdf_order:
-- never: wdf_order: destroy of the driver.*wdf_order: (cleanup|destroy)
-- Children before parents, each cleaned up before it is destroyed, the unbind last; a timer that
-- runs and a work item that is queued are the framework's to stop.  [wdf/framework-object-life-cycle]
local driver = machine:load()
if not driver.loaded then
	return
end
expect.left {}
expect.verdict "pass"
machine:settle(500)
expect.equal(driver:unload(), "done")
machine:settle(10000)
