-- driver: late_thread wdf_late_thread
-- arguments: --schedules 100
-- exit: 1
-- prints: R28
-- prints: X8 fatal
-- prints: !worker
-- prints: 0xCE DRIVER_UNLOADED_WITHOUT_CANCELLING_PENDING_OPERATIONS
-- A thread sleeps; its next instruction is gone.
local driver = machine:load()
if not driver.loaded then
	return
end
expect.equal(driver:unload(), "done")
