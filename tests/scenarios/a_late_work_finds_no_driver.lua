-- driver: late_work wdf_late_work
-- arguments: --schedules 100
-- exit: 1
-- prints: R25
-- prints: X8 fatal
-- prints: !work
-- prints: 0xCE DRIVER_UNLOADED_WITHOUT_CANCELLING_PENDING_OPERATIONS
-- Nothing holds the image for a work item of the executive's.  [ddi:ExQueueWorkItem]
local driver = machine:load()
if not driver.loaded then
	return
end
expect.equal(driver:unload(), "done")
