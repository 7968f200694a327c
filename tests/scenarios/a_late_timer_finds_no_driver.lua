-- driver: late_timer wdf_late_timer
-- arguments: --schedules 100
-- exit: 1
-- prints: R25
-- prints: X8 fatal
-- prints: !tick
-- prints: 0xCE DRIVER_UNLOADED_WITHOUT_CANCELLING_PENDING_OPERATIONS
-- A timer that was set in unload is due when the image is gone.
local driver = machine:load()
if not driver.loaded then
	return
end
expect.equal(driver:unload(), "done")
