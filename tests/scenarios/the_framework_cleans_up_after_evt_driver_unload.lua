-- driver: wdf_order
-- arguments: --expect --schedules 100
-- journal: enter    DriverUnload .*unload_and_unbind
-- journal: enter    EvtDriverUnload
-- journal: leave    EvtDriverUnload
-- journal: enter    EvtCleanupCallback wdf_order!child_cleanup
-- journal: enter    EvtCleanupCallback wdf_order!device_cleanup
-- journal: enter    EvtDestroyCallback wdf_order!child_destroy
-- journal: enter    EvtCleanupCallback wdf_order!driver_cleanup
-- journal: enter    EvtDestroyCallback wdf_order!device_destroy
-- journal: enter    EvtDestroyCallback wdf_order!driver_destroy
-- journal: return   KmdfUnload
-- journal: call     WdfVersionUnbind
-- journal: leave    DriverUnload
-- never: WdfVersionUnbind.*(EvtCleanup|EvtDestroy|EvtTimer|EvtWorkItem)
-- never: wdf_order!child_cleanup.*wdf_order!tick
-- never: enter    Evt(?:Cleanup|Destroy)Callback (\S+)\(.*enter    Evt(?:Cleanup|Destroy)Callback \1\(
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
