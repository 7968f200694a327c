-- driver: late_dpc wdf_late_dpc
-- arguments: --schedules 100
-- exit: 1
-- prints: R25
-- prints: X8 fatal
-- prints: !deferred
-- prints: 0xCE DRIVER_UNLOADED_WITHOUT_CANCELLING_PENDING_OPERATIONS
-- A DPC may wait for its processor until the image is gone: under some schedules.
local driver = machine:load()
if not driver.loaded then
	return
end
expect.equal(driver:unload(), "done")
